package dev.peerloom.plugin.bzz;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.plugin.bzz.wire.BzzAddress;
import dev.peerloom.plugin.bzz.wire.Handshake;
import dev.peerloom.plugin.bzz.wire.Peers;
import dev.peerloom.testkit.LinkEnd;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What peers tell each other. */
class HiveProtocolTest extends SwarmFixture {
    private static final Duration A_WHILE = Duration.ofMinutes(5);

    @Test
    void aNewPeerIsToldToThoseThatAreHereOnce() throws Exception {
        SwarmPeer first = join(1, 1, 0);
        SwarmPeer second = join(3, 1, 0);
        first.expectPeers(second.node());
        second.close();
        await().until(() -> metric("peers") == 1);
        SwarmPeer again = join(3, 1, 0);
        first.hive().silence(A_WHILE);
        again.close();
    }

    @Test
    void whatAPeerTellsIsPassedOnToOthersAndNotBack() throws Exception {
        SwarmPeer first = join(1, 1, 0);
        SwarmPeer second = join(3, 1, 0);
        first.expectPeers(second.node());
        SwarmNode far = Swarm.node(Swarm.at(0, 9));
        SwarmNode near = Swarm.node(Swarm.at(7, 9));
        second.tell(far, near);
        first.expectPeers(far, near);
        second.tell(far, near, first.node());
        first.tell(near);
        second.hive().silence(A_WHILE);
        first.hive().silence(A_WHILE);
        assertEquals(4, metric("known_nodes"));
        assertEquals(6, metric("nodes_received_total"));
        assertEquals(3, metric("nodes_told_total"));
    }

    @Test
    void aSubscriptionIsAnsweredOnceWithThePeersThatAreNearEnough() throws Exception {
        SwarmPeer subscriber = join(1, 1, 0);
        subscriber.subscribe(200);
        subscriber.hive().silence(A_WHILE); // nobody is here
        SwarmPeer asked = keep(SwarmPeer.join(protocols, Swarm.at(1, 2))); // near to the first
        asked.expectSubscription(0);
        subscriber.expectPeers(asked.node());
        SwarmPeer far = keep(SwarmPeer.join(protocols, Swarm.at(0, 3)));
        far.expectSubscription(0);
        subscriber.hive().silence(A_WHILE); // too far for its depth, and farther than we are
        asked.expectPeers(far.node()); // has set no depth yet
        far.subscribe(0);
        far.expectPeers(subscriber.node(), asked.node());
        far.subscribe(0);
        far.hive().silence(A_WHILE);
    }

    @Test
    void aLaterSubscriptionStillChangesWhatIsWanted() throws Exception {
        SwarmPeer first = join(1, 1, 0);
        SwarmPeer second = join(1, 2, 0);
        first.expectPeers(second.node());
        first.subscribe(4);
        first.hive().silence(A_WHILE);
        SwarmPeer tooFar = join(0, 3, 0);
        second.expectPeers(tooFar.node());
        second.tell(Swarm.node(Swarm.at(0, 9)));
        tooFar.hive().expect(Peers.CODE);
        first.hive().silence(A_WHILE);
        first.subscribe(0);
        first.hive().silence(A_WHILE); // answered already, so not told of who is here
        SwarmNode far = Swarm.node(Swarm.at(0, 10));
        second.tell(far);
        first.expectPeers(far);
    }

    @Test
    void peersLearnOfANewDepthWhenOthersComeAndGo() throws Exception {
        SwarmPeer a = join(0, 1, 0);
        SwarmPeer b = join(0, 2, 0);
        a.expectPeers(b.node());
        SwarmPeer c = join(2, 1, 0);
        a.expectPeers(c.node());
        b.expectPeers(c.node());
        SwarmPeer d = join(2, 2, 1); // bin 0 has two, bin 1 none
        for (SwarmPeer peer : List.of(a, b, c)) {
            peer.expectSubscription(1);
            peer.expectPeers(d.node());
        }
        d.hive().silence(A_WHILE); // it was told its depth once
        d.close();
        for (SwarmPeer peer : List.of(a, b, c)) {
            peer.expectSubscription(0);
        }
    }

    @Test
    void lightPeersAndThoseWithAFalseAddressAreNotToldToOthers() throws Exception {
        SwarmPeer watcher = join(1, 1, 0);
        SwarmPeer light = silent(Swarm.at(2, 1));
        light.bzz().expect(Handshake.CODE);
        light.bzz()
                .send(
                        Handshake.CODE,
                        new Handshake(8, 3, BzzAddress.of(light.node()), true).encode());
        light.expectSubscription(0);
        SwarmPeer liar = silent(Swarm.at(2, 2));
        liar.bzz().expect(Handshake.CODE);
        BzzAddress another = BzzAddress.of(Swarm.node(Swarm.at(2, 2)));
        liar.bzz().send(Handshake.CODE, new Handshake(8, 3, another, false).encode());
        liar.expectSubscription(0);
        watcher.hive().silence(A_WHILE);
        watcher.subscribe(0);
        watcher.hive().silence(A_WHILE);
        assertEquals(3, metric("peers"));
        assertEquals(1, metric("known_nodes"));
    }

    @Test
    void whatAFullLinkDidNotTakeIsToldWhenItComesUpAgain() throws Exception {
        SwarmPeer slow = join(1, 1, 0);
        SwarmPeer other = join(3, 1, 0);
        slow.expectPeers(other.node());
        slow.hive().runner().pipe().capacity(1, 1);
        SwarmNode first = Swarm.node(Swarm.at(4, 1));
        SwarmNode second = Swarm.node(Swarm.at(4, 2));
        other.tell(first);
        other.tell(second);
        await().until(() -> metric("nodes_received_total") == 2);
        other.hive().silence(A_WHILE);
        slow.expectPeers(first);
        slow.hive().silence(A_WHILE);
        SwarmPeer third = join(5, 1, 0);
        slow.expectPeers(third.node());
        third.tell(second);
        slow.expectPeers(second);
    }

    @Test
    void nodesThatCannotBeDialledArePassedOver() throws Exception {
        SwarmPeer first = join(1, 1, 0);
        SwarmPeer second = join(3, 1, 0);
        first.expectPeers(second.node());
        List<BzzAddress> addresses =
                List.of(
                        new BzzAddress(Swarm.at(4, 1), "0x04abcdef"),
                        new BzzAddress(Swarm.at(4, 2), "\u0000\u00ff"));
        second.hive().send(Peers.CODE, new Peers(addresses).encode());
        second.hive().send(Peers.CODE, new Peers(List.of()).encode());
        second.hive().silence(A_WHILE);
        first.hive().silence(A_WHILE);
        assertEquals(2, metric("known_nodes"));
    }

    @Test
    void tellingUsOfOurselvesEndsIt() throws Exception {
        SwarmPeer peer = join(1, 1, 0);
        peer.tell(Swarm.node(Swarm.BASE));
        LinkEnd end = peer.hive().expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
        assertTrue(end.detail().contains("tells us of ourselves"), end.detail());
    }

    @Test
    void malformedMessagesEndIt() throws Exception {
        for (int code : List.of(0, 1)) {
            SwarmPeer peer = join(1, 1, 0);
            peer.hive().send(code, new byte[] {(byte) 0xc1, 5});
            peer.hive().expectDisconnect(DisconnectReason.BREACH_OF_PROTOCOL);
            await().until(() -> metric("peers") == 0);
        }
    }

    @Test
    void aFloodOfInventedNodesIsBoundedAndNotPassedOnForEver() throws Exception {
        SwarmPeer watcher = join(1, 1, 0);
        SwarmPeer flooder = join(3, 1, 0);
        watcher.expectPeers(flooder.node());
        int sent = 0;
        for (int message = 0; message < 5; message++) {
            SwarmNode[] nodes = new SwarmNode[1000];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = Swarm.node(Swarm.at(i % 100, ++sent), flooder.link().id());
            }
            flooder.tell(nodes);
            flooder.hive().silence(A_WHILE);
        }
        assertTrue(metric("known_nodes") <= 100 * 32 + 2, "known: " + metric("known_nodes"));
        assertTrue(metric("nodes_told_total") <= 100 * 32 + 2);
        assertEquals(4095, metric("nodes_received_total"), 1, "one peer is heard so often");
    }
}
