package dev.peerloom.core;

import dev.peerloom.api.Capability;

import java.util.Map;

/**
 * A protocol as it runs with one peer.
 *
 * @param capability the name and version agreed upon
 * @param offset the message code on the wire of the protocol's code 0
 * @param length the number of its message codes
 * @param info what the protocol's {@code peerInfo} says of the peer
 */
public record RunningProtocol(Capability capability, int offset, int length, Map<String, ?> info) {}
