package dev.peerloom.plugin.bzz;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.testkit.TestPeer;

/** Addresses and nodes for tests. */
public final class Swarm {
    /** Our own address in most tests. */
    public static final Overlay BASE = new Overlay(0, 0, 0, 0);

    private Swarm() {}

    /** An address at a proximity order to {@link #BASE}; the variant tells several apart. */
    public static Overlay at(int order, long variant) {
        return at(BASE, order, variant);
    }

    /** An address at a proximity order to another one. */
    public static Overlay at(Overlay base, int order, long variant) {
        long bit = Long.MIN_VALUE >>> (order % 64);
        return switch (order / 64) {
            case 0 -> new Overlay(base.a() ^ bit, base.b(), base.c(), base.d() ^ variant);
            case 1 -> new Overlay(base.a(), base.b() ^ bit, base.c(), base.d() ^ variant);
            case 2 -> new Overlay(base.a(), base.b(), base.c() ^ bit, base.d() ^ variant);
            default -> new Overlay(base.a(), base.b(), base.c(), base.d() ^ bit);
        };
    }

    /** A node with a key of its own. */
    public static SwarmNode node(Overlay overlay) {
        return node(overlay, TestPeer.create().id());
    }

    /** A node with a key. */
    public static SwarmNode node(Overlay overlay, NodeId id) {
        return new SwarmNode(overlay, new Enode(id, "127.0.0.1", 30303, 30303));
    }
}
