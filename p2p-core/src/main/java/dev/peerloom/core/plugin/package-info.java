/** PF4J meets module layers: finding, loading, starting and stopping plugins. */
package dev.peerloom.core.plugin;
