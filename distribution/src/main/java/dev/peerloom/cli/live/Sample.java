package dev.peerloom.cli.live;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

/**
 * What {@code admin_load} told at one time.
 *
 * @param at when, for people
 * @param nanos when, on a clock that only grows
 * @param load the counts
 */
public record Sample(Instant at, long nanos, JsonNode load) {}
