package dev.peerloom.plugin.bzz;

import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.testkit.FakeNodeContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** The whole plugin, from the other ends of its links. */
@Timeout(60)
abstract class SwarmFixture {
    FakeNodeContext node;
    List<Protocol> protocols;
    private final List<SwarmPeer> peers = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        node = FakeNodeContext.builder().setting("overlay", Swarm.BASE.toString()).build();
        protocols = node.start(new BzzService());
    }

    @AfterEach
    void stop() throws Exception {
        peers.forEach(SwarmPeer::close);
        node.stop();
        node.close();
    }

    /** A peer that has shaken hands and has got our subscription. */
    SwarmPeer join(int order, long variant, int depth) throws Exception {
        SwarmPeer peer = keep(SwarmPeer.join(protocols, Swarm.at(order, variant)));
        peer.expectSubscription(depth);
        return peer;
    }

    SwarmPeer silent(Overlay overlay) {
        return keep(SwarmPeer.silent(protocols, overlay));
    }

    SwarmPeer keep(SwarmPeer peer) {
        peers.add(peer);
        return peer;
    }

    double metric(String name) {
        return node.registered().metric(name);
    }
}
