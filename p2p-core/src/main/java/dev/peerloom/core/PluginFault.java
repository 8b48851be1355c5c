package dev.peerloom.core;

import java.time.Instant;

/**
 * Something that went wrong in a plugin's code while the plugin ran. The node contained it.
 *
 * @param at when it last happened
 * @param what one line: where, what, and where in the plugin's code if it still hangs there
 * @param count how often it happened since the plugin was started
 */
public record PluginFault(Instant at, String what, long count) {}
