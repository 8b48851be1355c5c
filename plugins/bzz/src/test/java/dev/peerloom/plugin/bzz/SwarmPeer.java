package dev.peerloom.plugin.bzz;

import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.plugin.bzz.wire.BzzAddress;
import dev.peerloom.plugin.bzz.wire.Handshake;
import dev.peerloom.plugin.bzz.wire.Peers;
import dev.peerloom.plugin.bzz.wire.Subscribe;
import dev.peerloom.testkit.ProtocolRunner;
import dev.peerloom.testkit.ScriptedPeer;
import dev.peerloom.testkit.TestPeer;

import java.util.Arrays;
import java.util.List;

/** A peer that speaks bzz and hive over one link with the service under test. For one thread. */
final class SwarmPeer implements AutoCloseable {
    static final long NETWORK = 3;

    private final TestPeer link;
    private final Overlay overlay;
    private final ScriptedPeer bzz;
    private final ScriptedPeer hive;

    private SwarmPeer(List<Protocol> protocols, TestPeer link, Overlay overlay) {
        this.link = link;
        this.overlay = overlay;
        // hive first: it must wait, whichever of the two gets its thread first.
        this.hive = ScriptedPeer.against(ProtocolRunner.start(protocols.get(1), link));
        this.bzz = ScriptedPeer.against(ProtocolRunner.start(protocols.get(0), link));
    }

    /** A link on which nothing has been said, dialled by the service's node. */
    static SwarmPeer silent(List<Protocol> protocols, Overlay overlay) {
        return new SwarmPeer(protocols, TestPeer.create(), overlay);
    }

    static SwarmPeer silent(List<Protocol> protocols, TestPeer link, Overlay overlay) {
        return new SwarmPeer(protocols, link, overlay);
    }

    /** A peer that has shaken hands. */
    static SwarmPeer join(List<Protocol> protocols, Overlay overlay) throws InterruptedException {
        SwarmPeer peer = silent(protocols, overlay);
        peer.bzz.expect(Handshake.CODE);
        peer.bzz.send(Handshake.CODE, peer.handshake().encode());
        return peer;
    }

    Handshake handshake() {
        return new Handshake(8, NETWORK, BzzAddress.of(node()), false);
    }

    SwarmNode node() {
        return Swarm.node(overlay, link.id());
    }

    TestPeer link() {
        return link;
    }

    ScriptedPeer bzz() {
        return bzz;
    }

    ScriptedPeer hive() {
        return hive;
    }

    void tell(SwarmNode... nodes) throws InterruptedException {
        List<BzzAddress> addresses = Arrays.stream(nodes).map(BzzAddress::of).toList();
        hive.send(Peers.CODE, new Peers(addresses).encode());
    }

    void subscribe(int depth) throws InterruptedException {
        hive.send(Subscribe.CODE, new Subscribe(depth).encode());
    }

    void expectSubscription(int depth) throws InterruptedException {
        hive.expect(Subscribe.CODE, new Subscribe(depth).encode());
    }

    /** Expects to be told of exactly these nodes, in one message. */
    void expectPeers(SwarmNode... nodes) throws Exception {
        Peers told = Peers.decode(hive.expect(Peers.CODE));
        List<BzzAddress> expected = Arrays.stream(nodes).map(BzzAddress::of).toList();
        if (told.addresses().size() != expected.size() || !told.addresses().containsAll(expected)) {
            throw new AssertionError("expected " + expected + ", but was told " + told);
        }
    }

    @Override
    public void close() {
        hive.close();
        bzz.close();
    }
}
