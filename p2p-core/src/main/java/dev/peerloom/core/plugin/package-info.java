/**
 * PF4J meets module layers: finding, loading, starting and stopping plugins. Nothing outside this
 * package knows PF4J.
 *
 * <p>A jar or folder is read ({@code PluginReader}, {@code JarContents}, {@code PluginModules}) and
 * checked against the others ({@code Resolution}) before any of its code runs; listing plugins ends
 * there. {@code PluginHost} then copies the jars, hands the plugins to PF4J ({@code Pf4jManager})
 * and starts them one by one: {@code PluginLayer} defines the modules, {@code Providers} makes the
 * objects, {@code HostedPlugin} starts and stops them, {@code PluginContext} is the node that they
 * see.
 */
package dev.peerloom.core.plugin;
