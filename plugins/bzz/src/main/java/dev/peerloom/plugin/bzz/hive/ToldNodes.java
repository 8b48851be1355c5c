package dev.peerloom.plugin.bzz.hive;

import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one peer knows of other nodes, because we told it or it told us, and which ones it wants to
 * hear of. Guarded by the object's lock.
 */
final class ToldNodes {
    /** A peer is told no more than that, and is not listened to for longer either. */
    static final int MAX = 4096;

    private final Overlay peer;
    private final int ourProximity;
    private final Set<Overlay> known = new HashSet<>();
    private int depth;

    /** Of a peer, which is never told of itself. */
    ToldNodes(Overlay base, Overlay peer) {
        this.peer = peer;
        this.ourProximity = base.proximity(peer);
        known.add(peer);
    }

    /** The peer wants to hear of nodes from this proximity order on. */
    synchronized void depth(int value) {
        depth = value;
    }

    /** Notes that the peer has told us of a node; false if too many are noted already. */
    synchronized boolean heard(Overlay node) {
        if (known.size() >= MAX) {
            return known.contains(node);
        }
        known.add(node);
        return true;
    }

    /** Those that the peer does not know and wants, or that are as near to it as we are. */
    synchronized List<SwarmNode> take(Collection<SwarmNode> nodes) {
        List<SwarmNode> fresh = new ArrayList<>();
        for (SwarmNode node : nodes) {
            int order = node.overlay().proximity(peer);
            if ((order >= depth || order >= ourProximity)
                    && known.size() < MAX
                    && known.add(node.overlay())) {
                fresh.add(node);
            }
        }
        return fresh;
    }

    /** They did not reach the peer. */
    synchronized void giveBack(Collection<SwarmNode> nodes) {
        nodes.forEach(node -> known.remove(node.overlay()));
    }
}
