package dev.peerloom.core.dial;

import dev.peerloom.api.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Who is connected, and how many places that leaves for candidates. Trusted peers take none. Owned
 * by its {@link DialPlan}.
 */
final class DialPlaces {
    private record Link(boolean inbound, boolean trusted, long since) {}

    private final Map<NodeId, Link> links = new HashMap<>();
    private int maxPeers;
    private int maxDialled;
    private int peers;
    private int outbound;

    /** How many peers there may be, and how many of them may be ones that we dialled. */
    void limits(int mostPeers, int mostDialled) {
        maxPeers = mostPeers;
        maxDialled = mostDialled;
    }

    boolean isLinked(NodeId id) {
        return links.containsKey(id);
    }

    void linked(NodeId id, boolean inbound, boolean trusted, long now) {
        Link former = links.get(id);
        if (former != null) {
            count(former, -1);
        }
        Link link = new Link(inbound, trusted, former == null ? now : former.since());
        links.put(id, link);
        count(link, 1);
    }

    /** When the link began that is gone now; null if there was none. */
    @Nullable Long unlinked(NodeId id) {
        Link link = links.remove(id);
        if (link == null) {
            return null;
        }
        count(link, -1);
        return link.since();
    }

    private void count(Link link, int by) {
        peers += link.trusted() ? 0 : by;
        outbound += link.trusted() || link.inbound() ? 0 : by;
    }

    /** How many more peers may be dialled. */
    int free() {
        return Math.min(maxDialled - outbound, maxPeers - peers);
    }
}
