/** The service behind the eth protocols: its settings, its protocols, its method and metrics. */
package dev.peerloom.plugin.eth;
