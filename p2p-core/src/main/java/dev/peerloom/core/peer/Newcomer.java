package dev.peerloom.core.peer;

import dev.peerloom.api.NodeId;

import java.net.InetAddress;

/**
 * Who wants to become a peer, with a proven identity.
 *
 * @param id who it is
 * @param address where it is
 * @param inbound whether it dialled us
 */
public record Newcomer(NodeId id, InetAddress address, boolean inbound) {
    static Newcomer of(PeerLink link) {
        return new Newcomer(link.id(), link.remoteAddress().getAddress(), link.inbound());
    }
}
