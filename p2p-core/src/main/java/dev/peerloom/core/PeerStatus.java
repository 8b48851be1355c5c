package dev.peerloom.core;

import dev.peerloom.api.Peer;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/**
 * A connected peer, as it was when asked.
 *
 * @param peer the peer
 * @param localAddress our end of the connection
 * @param connectedAt when both hellos had been exchanged
 * @param trusted whether it may exceed the limits
 * @param fixed whether it is one of the peers that we keep connecting to
 * @param protocols what runs with it, in the order of their offsets
 */
public record PeerStatus(
        Peer peer,
        InetSocketAddress localAddress,
        Instant connectedAt,
        boolean trusted,
        boolean fixed,
        List<RunningProtocol> protocols) {}
