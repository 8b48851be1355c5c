/** The plugin as the node sees it: its service, its two protocols, its settings. */
package dev.peerloom.plugin.bzz;
