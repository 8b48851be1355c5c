package dev.peerloom.cli.demo;

import dev.peerloom.api.PeerEvent;

/**
 * What one node of the demo saw of another.
 *
 * @param node the name of the node that saw it
 * @param other the name of the node at the other end
 * @param nanos when, by {@link System#nanoTime()}
 * @param event what
 */
record Sighting(String node, String other, long nanos, PeerEvent event) {}
