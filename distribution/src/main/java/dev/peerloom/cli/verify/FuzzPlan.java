package dev.peerloom.cli.verify;

import java.time.Duration;

/**
 * How many random messages to send.
 *
 * @param seed what they are made from
 * @param messages how many each message code is to get
 * @param time how long at most, for all protocols of the plugin
 */
record FuzzPlan(long seed, int messages, Duration time) {}
