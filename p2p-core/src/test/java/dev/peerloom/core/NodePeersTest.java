package dev.peerloom.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.DialStatus.State;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.NodeStatistics.DialOutcome;
import dev.peerloom.core.NodeStatistics.Dials;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Whom a node connects to and lets in, steered while it runs; with real sockets. */
@Timeout(120)
class NodePeersTest {
    private static final class Patient implements Protocol {
        @Override
        public String name() {
            return "tst";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            try {
                for (; ; ) {
                    channel.read();
                }
            } catch (EOFException e) {
                // The link is closing.
            }
        }
    }

    private final List<Node> nodes = new ArrayList<>();

    private Node start(NodeConfig.Builder config) throws Exception {
        Node node = Node.start(config.build(), List.of(new Patient()));
        nodes.add(node);
        return node;
    }

    private Node start() throws Exception {
        return start(builder());
    }

    private static NodeConfig.Builder builder() {
        return NodeConfig.builder(NodeKey.generate());
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    private static NodeId id(Node node) {
        return node.enode().id();
    }

    private static boolean connected(Node a, Node b) {
        return a.peers().stream().anyMatch(status -> status.peer().id().equals(id(b)));
    }

    private static void awaitConnected(Node a, Node b) {
        await().until(() -> connected(a, b) && connected(b, a));
    }

    private static void awaitApart(Node a, Node b) {
        await().until(() -> !connected(a, b) && !connected(b, a));
    }

    private static State state(Node at, Node of) {
        return at.dialStatus(id(of)).orElseThrow().state();
    }

    private static DisconnectRecord next(BlockingQueue<DisconnectRecord> records)
            throws InterruptedException {
        DisconnectRecord record = records.poll(20, TimeUnit.SECONDS);
        assertNotNull(record, "nothing was recorded");
        return record;
    }

    private static BlockingQueue<DisconnectRecord> listen(Node node) {
        BlockingQueue<DisconnectRecord> records = new LinkedBlockingQueue<>();
        node.onDisconnect(records::add);
        return records;
    }

    @Test
    void aPeerThatIsAddedIsConnectedAndOneThatIsRemovedIsToldThatItWasAskedTo() throws Exception {
        Node a = start();
        Node b = start();
        BlockingQueue<DisconnectRecord> ofB = listen(b);
        a.addPeer(b.enode());
        awaitConnected(a, b);
        assertTrue(a.peers().getFirst().fixed());
        await().until(() -> state(a, b) == State.CONNECTED);
        assertEquals(List.of(new Dials(DialOutcome.SUCCESS, 1)), a.statistics().dials());
        assertEquals(id(b), a.knownNodes(5).getFirst().node().id());
        assertTrue(a.removePeer(id(b)));
        DisconnectRecord record = next(ofB);
        assertEquals(0, record.code());
        assertEquals(Closer.REMOTE, record.closedBy());
        awaitApart(a, b);
        assertFalse(a.removePeer(id(b)), "it is not known any more");
        assertEquals(State.ENDED, state(a, b));
        assertThrows(IllegalArgumentException.class, () -> a.addPeer(a.enode()));
    }

    @Test
    void aStaticPeerIsDialledUntilItIsThereAndAgainWhenItComesBack() throws Exception {
        NodeKey key = NodeKey.generate();
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        Node a = start();
        a.addPeer(new Enode(key.id(), "127.0.0.1", port, port));
        await().until(() -> a.dialStatus(key.id()).orElseThrow().failures() > 0);
        DialStatus status = a.dialStatus(key.id()).orElseThrow();
        assertTrue(status.fixed());
        assertEquals(
                Optional.of("connection refused: nothing listens on that port"),
                status.lastFailure());
        assertEquals(1, a.knownNodes(5).size());
        for (int i = 0; i < 2; i++) {
            try (Node b =
                    Node.start(
                            NodeConfig.builder(key).port(port).build(), List.of(new Patient()))) {
                await().atMost(60, TimeUnit.SECONDS).until(() -> connected(a, b));
            }
            await().until(() -> a.peers().isEmpty());
        }
        assertTrue(
                a.statistics().dials().stream()
                        .anyMatch(dials -> dials.outcome() == DialOutcome.CONNECTION));
    }

    @Test
    void aTrustedPeerConnectsPastTheLimit() throws Exception {
        Node a = start(builder().maxPeers(0));
        Node b = start();
        BlockingQueue<DisconnectRecord> ofB = listen(b);
        b.connect(a.enode());
        assertEquals("remote has too many peers", next(ofB).detail());
        await().until(() -> state(b, a) == State.ENDED);
        a.addTrustedPeer(b.enode());
        b.connect(a.enode());
        awaitConnected(a, b);
        assertTrue(a.peers().getFirst().trusted());
        a.removeTrustedPeer(id(b));
        assertFalse(a.peers().getFirst().trusted());
        await().until(() -> b.statistics().dials().size() == 2);
        assertEquals(
                List.of(new Dials(DialOutcome.SUCCESS, 1), new Dials(DialOutcome.SATURATED, 1)),
                b.statistics().dials());
    }

    @Test
    void aBanClosesTheLinkAndKeepsTheNodeOutInBothDirections() throws Exception {
        Node a = start();
        Node b = start();
        BlockingQueue<DisconnectRecord> ofA = listen(a);
        a.addPeer(b.enode());
        awaitConnected(a, b);
        BanTarget target = new BanTarget.Node(id(b));
        Ban ban = a.ban(target, Optional.empty(), "test");
        assertEquals(List.of(ban), a.bans());
        DisconnectRecord closed = next(ofA);
        assertEquals(Closer.US, closed.closedBy());
        assertEquals("the node is banned: test", closed.detail());
        awaitApart(a, b);
        b.connect(a.enode());
        DisconnectRecord refused = next(ofA);
        assertTrue(refused.inbound());
        assertEquals("the node is banned: test", refused.detail());
        await().until(
                        () ->
                                a.dialStatus(id(b))
                                        .orElseThrow()
                                        .lastFailure()
                                        .equals(Optional.of("the node is banned: test")));
        assertTrue(a.unban(target));
        assertFalse(a.unban(target));
        awaitConnected(a, b);
    }

    @Test
    void aBannedNetworkIsRefusedAtTheDoor() throws Exception {
        Node a = start();
        Node b = start();
        BlockingQueue<DisconnectRecord> ofA = listen(a);
        a.ban(BanTarget.parse("127.0.0.0/8"), Optional.empty(), "");
        b.connect(a.enode());
        DisconnectRecord refused = next(ofA);
        assertEquals(DisconnectRecord.Phase.TCP, refused.phase());
        assertEquals("127.0.0.0/8 is banned", refused.detail());
        a.connect(b.enode());
        assertEquals("127.0.0.0/8 is banned", next(ofA).detail());
    }

    @Test
    void bansAndWhatWasLearntOutlastTheNode(@TempDir Path folder) throws Exception {
        NodeKey key = NodeKey.generate();
        NodeConfig config =
                NodeConfig.builder(key).nodeDatabase(folder.resolve("nodes.db")).build();
        Node b = start();
        try (Node a = Node.start(config, List.of(new Patient()))) {
            a.addPeer(b.enode());
            awaitConnected(a, b);
            await().until(() -> !a.knownNodes(1).isEmpty());
            a.ban(new BanTarget.Node(id(b)), Optional.empty(), "test");
        }
        try (Node a = Node.start(config, List.of(new Patient()))) {
            assertEquals("test", a.bans().getFirst().reason());
            assertEquals(b.enode(), a.knownNodes(1).getFirst().node());
            BlockingQueue<DisconnectRecord> ofB = listen(b);
            b.connect(a.enode());
            assertEquals("remote was asked to disconnect", next(ofB).detail());
        }
    }

    @Test
    void nodesThatDialEachOtherAtOnceEndWithOneLink() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (Node a = Node.start(builder().build(), List.of(new Patient()));
                    Node b = Node.start(builder().build(), List.of(new Patient()))) {
                Thread other = Thread.ofVirtual().start(() -> b.addPeer(a.enode()));
                a.addPeer(b.enode());
                other.join();
                awaitConnected(a, b);
                await().until(
                                () ->
                                        state(a, b) == State.CONNECTED
                                                && state(b, a) == State.CONNECTED);
                assertEquals(1, a.peers().size());
                // Had both been lost, somebody would have been dialled twice.
                assertEquals(1, a.dialStatus(id(b)).orElseThrow().attempts());
                assertEquals(1, b.dialStatus(id(a)).orElseThrow().attempts());
            }
        }
    }

    @Test
    void whatCanChangeChangesAndTheRestStays() throws Exception {
        Node b = start();
        Node c = start();
        NodeConfig first = builder().staticPeers(List.of(b.enode())).build();
        Node a = Node.start(first, List.of(new Patient()));
        nodes.add(a);
        awaitConnected(a, b);
        NodeConfig.Builder next =
                NodeConfig.builder(first.key()).staticPeers(List.of(c.enode())).maxPeers(1);
        a.reconfigure(next.build());
        awaitApart(a, b);
        awaitConnected(a, c);
        BlockingQueue<DisconnectRecord> ofB = listen(b);
        b.connect(a.enode());
        assertEquals("remote has too many peers", next(ofB).detail());
        await().until(() -> state(b, a) == State.ENDED);
        a.reconfigure(next.trustedPeers(List.of(b.enode())).build());
        b.connect(a.enode());
        awaitConnected(a, b);
        assertTrue(connected(a, c), "it is configured still");
        a.reconfigure(next.banned(List.of(new BanTarget.Node(id(c)))).build());
        awaitApart(a, c);
        a.reconfigure(next.netRestrict(List.of(IpNetwork.parse("10.0.0.0/8"))).build());
        awaitApart(a, b);
    }

    @Test
    void peersThatWereAddedWhileItRanOutlastAReconfiguration() throws Exception {
        Node b = start();
        NodeConfig.Builder config = builder();
        Node a = start(config);
        a.addPeer(b.enode());
        awaitConnected(a, b);
        a.reconfigure(config.maxPeers(7).build());
        assertTrue(connected(a, b));
        assertTrue(a.peers().getFirst().fixed());
    }
}
