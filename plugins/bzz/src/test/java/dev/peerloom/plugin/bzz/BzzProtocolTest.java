package dev.peerloom.plugin.bzz;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.wire.BzzAddress;
import dev.peerloom.plugin.bzz.wire.Handshake;
import dev.peerloom.testkit.LinkEnd;
import dev.peerloom.testkit.ScriptedPeer;
import dev.peerloom.testkit.TestPeer;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The handshake, and what hive makes of it. */
class BzzProtocolTest extends SwarmFixture {
    private static final Overlay REMOTE = Swarm.at(2, 1);

    @Test
    void offersTheLengthsThatSwarmHas() {
        assertEquals(
                List.of("bzz/8 1", "hive/8 2"),
                protocols.stream()
                        .map(p -> p.name() + "/" + p.version() + " " + p.length())
                        .toList());
    }

    @Test
    void whoDialsSpeaksFirst() throws Exception {
        SwarmPeer peer = silent(REMOTE);
        Handshake ours = Handshake.decode(peer.bzz().expect(Handshake.CODE));
        BzzAddress address = new BzzAddress(Swarm.BASE, node.enode().toString());
        assertEquals(new Handshake(8, 3, address, false), ours);
    }

    @Test
    void whoIsDialledWaits() throws Exception {
        TestPeer caller = TestPeer.builder().inbound(true).build();
        SwarmPeer peer = keep(SwarmPeer.silent(protocols, caller, REMOTE));
        peer.bzz().silence(Duration.ofMillis(2900));
        peer.bzz().send(Handshake.CODE, peer.handshake().encode());
        peer.bzz().expect(Handshake.CODE);
        peer.expectSubscription(0);
        peer.bzz().silence(Duration.ofHours(1));
    }

    @Test
    void waitsThreeSecondsForAHandshake() throws Exception {
        SwarmPeer peer = silent(REMOTE);
        peer.bzz().expect(Handshake.CODE);
        peer.bzz().silence(Duration.ofMillis(2999));
        peer.bzz().advance(Duration.ofMillis(1));
        LinkEnd end = peer.bzz().expectDisconnect(DisconnectReason.PING_TIMEOUT);
        assertTrue(end.detail().contains("3000 ms"), end.detail());
    }

    @Test
    void anotherNetworkEndsItAndBothSidesKnowWhy() throws Exception {
        TestPeer caller = TestPeer.builder().inbound(true).build();
        SwarmPeer peer = keep(SwarmPeer.silent(protocols, caller, REMOTE));
        Handshake other = new Handshake(8, -1, BzzAddress.of(peer.node()), false);
        peer.bzz().send(Handshake.CODE, other.encode());
        Handshake ours = Handshake.decode(peer.bzz().expect(Handshake.CODE));
        assertEquals(3, ours.networkId(), "the peer can tell for itself");
        LinkEnd end = peer.bzz().expectDisconnect(DisconnectReason.USELESS_PEER);
        assertTrue(
                end.detail().contains("network id 18446744073709551615, ours is 3"), end.detail());
        assertEquals(1, metric("handshakes_refused_total"));
        assertEquals(0, metric("peers"));
    }

    @Test
    void anotherVersionOrOurOwnAddressEndsIt() throws Exception {
        refuse(new Handshake(7, 3, new BzzAddress(REMOTE, ""), false), "version 7");
        refuse(new Handshake(8, 3, new BzzAddress(Swarm.BASE, ""), false), "our own overlay");
        assertEquals(2, metric("handshakes_refused_total"));
    }

    private void refuse(Handshake bad, String why) throws Exception {
        SwarmPeer peer = silent(REMOTE);
        peer.bzz().expect(Handshake.CODE);
        peer.bzz().send(Handshake.CODE, bad.encode());
        LinkEnd end = peer.bzz().expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
        assertTrue(end.detail().contains(why), end.detail());
    }

    @Test
    void aSecondHandshakeEndsIt() throws Exception {
        SwarmPeer peer = join(2, 1, 0);
        peer.bzz().send(Handshake.CODE, peer.handshake().encode());
        LinkEnd end = peer.bzz().expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
        assertTrue(end.detail().contains("a second bzz handshake"), end.detail());
    }

    @Test
    void hiveEndsAsBzzDoesWhicheverIsHeardFirst() throws Exception {
        SwarmPeer malformed = silent(REMOTE);
        malformed.bzz().expect(Handshake.CODE);
        malformed.bzz().send(Handshake.CODE, new byte[] {1});
        malformed.hive().expectDisconnect(DisconnectReason.BREACH_OF_PROTOCOL);
        SwarmPeer stranger = silent(REMOTE);
        stranger.bzz().expect(Handshake.CODE);
        Handshake other = new Handshake(8, 5, BzzAddress.of(stranger.node()), false);
        stranger.bzz().send(Handshake.CODE, other.encode());
        stranger.hive().expectDisconnect(DisconnectReason.USELESS_PEER);
        SwarmPeer gone = silent(REMOTE);
        gone.bzz().expect(Handshake.CODE);
        gone.bzz().disconnect(DisconnectReason.TOO_MANY_PEERS);
        assertTrue(gone.hive().runner().awaitEnd(Duration.ofSeconds(10)).byRemote());
    }

    @Test
    void twoPeersOfOneOverlayAddressAreOneTooMany() throws Exception {
        SwarmPeer first = join(2, 1, 0);
        SwarmPeer second = keep(SwarmPeer.join(protocols, Swarm.at(2, 1)));
        second.hive().expectDisconnect(DisconnectReason.ALREADY_CONNECTED);
        first.subscribe(0);
        first.hive().silence(Duration.ofSeconds(1));
        assertEquals(1, metric("peers"));
    }

    @Test
    void showsPeersAsGoEthereumDoes() throws Exception {
        SwarmPeer peer = join(2, 1, 0);
        String overlay = Swarm.at(2, 1).toString();
        assertEquals(
                Map.of("overlay", overlay, "lightNode", false),
                protocols.get(0).peerInfo(peer.link()));
        assertEquals(
                Map.of("OAddr", overlay, "UAddr", peer.node().enode().toString()),
                protocols.get(1).peerInfo(peer.link()));
        assertEquals(
                Map.of("overlay", Swarm.BASE.toString(), "network", 3L, "lightNode", false),
                protocols.get(0).nodeInfo());
        assertEquals(Map.of("population", 1, "known", 1, "depth", 0), protocols.get(1).nodeInfo());
        peer.close();
        await().untilAsserted(() -> assertEquals(Map.of(), protocols.get(1).peerInfo(peer.link())));
        assertEquals(Map.of(), protocols.get(0).peerInfo(peer.link()));
    }

    @Test
    void hiveGivesUpWithoutBzz() throws Exception {
        Handshakes handshakes = new Handshakes();
        HiveProtocol hive =
                new HiveProtocol(null, handshakes, Duration.ofMillis(20)); // no hive is reached
        try (var alone = ScriptedPeer.against(hive)) {
            alone.expectDisconnect(DisconnectReason.PING_TIMEOUT);
        }
        assertEquals(0, handshakes.size(), "nothing is kept");
    }
}
