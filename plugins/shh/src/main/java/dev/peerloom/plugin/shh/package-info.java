/** The service behind the shh protocol: its settings, its methods and metrics. */
package dev.peerloom.plugin.shh;
