package dev.peerloom.core;

import java.time.Instant;

/**
 * Something that went wrong with a plugin while the node was running.
 *
 * @param at when it happened last
 * @param what one line that says what
 * @param count how often it has happened
 */
public record PluginFault(Instant at, String what, long count) {}
