package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Peer;

import java.time.Instant;

/**
 * A message of a protocol that passed while a trace was running. Immutable, as long as nobody
 * writes to {@link #start}, which is this object's own copy.
 *
 * @param at when it was handed to the protocol, or was written by it
 * @param peer the other end of the link
 * @param capability the protocol
 * @param code the message code, from 0, without the offset
 * @param inbound whether it came in
 * @param size the payload in bytes, before compression
 * @param start the first bytes of the payload, as many as the trace asked for
 */
@SuppressWarnings("ArrayRecordComponent") // copied once, handed on, never compared
public record TracedMessage(
        Instant at,
        Peer peer,
        Capability capability,
        int code,
        boolean inbound,
        int size,
        byte[] start) {}
