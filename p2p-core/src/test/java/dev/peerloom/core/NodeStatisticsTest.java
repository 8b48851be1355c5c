package dev.peerloom.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.NodeStatistics.Ended;
import dev.peerloom.core.NodeStatistics.ProtocolLoad;
import dev.peerloom.core.NodeStatistics.Sessions;
import dev.peerloom.core.NodeStatistics.Started;
import dev.peerloom.core.NodeStatistics.Traffic;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What two nodes count of what passes between them. */
class NodeStatisticsTest {
    private static final Capability COUNTED = new Capability("counted", 3);

    private final List<Node> nodes = new ArrayList<>();

    /** What a side does with its channel. */
    @FunctionalInterface
    private interface Run {
        void run(Peer peer, MessageChannel channel) throws Exception;
    }

    private record Counted(Run run) implements Protocol {
        @Override
        public String name() {
            return COUNTED.name();
        }

        @Override
        public int version() {
            return COUNTED.version();
        }

        @Override
        public int length() {
            return 8;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            run.run(peer, channel);
        }
    }

    private Node start(Run run) throws Exception {
        Node node =
                Node.start(
                        NodeConfig.builder(NodeKey.generate()).build(), List.of(new Counted(run)));
        nodes.add(node);
        return node;
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    @Test
    void aNodeThatDoesNothingHasCountedNothing() throws Exception {
        NodeStatistics statistics = start((peer, channel) -> {}).statistics();
        assertEquals(List.of(), statistics.sessions());
        assertEquals(List.of(new Started(false, 0), new Started(true, 0)), statistics.started());
        assertEquals(List.of(), statistics.ended());
        assertEquals(List.of(), statistics.traffic());
        assertEquals(
                List.of(new ProtocolLoad(COUNTED, "node", 0, 0, 0, 0, Duration.ZERO)),
                statistics.protocols());
        assertEquals(0, statistics.bytesRead() + statistics.bytesWritten());
        assertEquals(Runtime.getRuntime().availableProcessors(), statistics.loopLags().size());
    }

    @Test
    void bothSidesCountTheSameMessagesByCodeAndDirection() throws Exception {
        Node answering =
                start(
                        (peer, channel) -> {
                            for (int i = 0; i < 3; i++) {
                                channel.read();
                            }
                            channel.write(7, new byte[50_000]);
                            channel.read();
                        });
        Node asking =
                start(
                        (peer, channel) -> {
                            channel.write(0, new byte[10]);
                            channel.write(2, new byte[100]);
                            assertTrue(channel.tryWrite(2, new byte[1]));
                            channel.read();
                            peer.disconnect(DisconnectReason.REQUESTED, "enough");
                        });
        asking.connect(answering.enode());
        await().until(() -> !asking.statistics().ended().isEmpty());
        await().until(() -> !answering.statistics().ended().isEmpty());
        assertEquals(
                List.of(
                        new Traffic(COUNTED, 0, false, 1, 10),
                        new Traffic(COUNTED, 2, false, 2, 101),
                        new Traffic(COUNTED, 7, true, 1, 50_000)),
                asking.statistics().traffic());
        assertEquals(
                List.of(
                        new Traffic(COUNTED, 0, true, 1, 10),
                        new Traffic(COUNTED, 2, true, 2, 101),
                        new Traffic(COUNTED, 7, false, 1, 50_000)),
                answering.statistics().traffic());
        assertEquals(
                List.of(new Ended(false, Phase.RUNNING, Closer.US, DisconnectReason.REQUESTED, 1)),
                asking.statistics().ended());
        assertEquals(
                List.of(
                        new Ended(
                                true, Phase.RUNNING, Closer.REMOTE, DisconnectReason.REQUESTED, 1)),
                answering.statistics().ended());
        assertEquals(
                List.of(new Started(false, 1), new Started(true, 0)),
                asking.statistics().started());
        await().until(() -> asking.statistics().sessions().isEmpty());
        // The large message is zeros: what went over the wire is compressed.
        assertTrue(asking.statistics().bytesRead() > 0);
        assertTrue(asking.statistics().bytesRead() < 20_000);
        assertTrue(asking.statistics().bytesWritten() > 111);
    }

    @Test
    void unreadMessagesAndBusyReadersShow() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Node slow =
                start(
                        (peer, channel) -> {
                            go.await();
                            for (int i = 0; i < 17; i++) {
                                channel.read();
                                Thread.onSpinWait();
                            }
                            channel.read();
                        });
        Node fast =
                start(
                        (peer, channel) -> {
                            for (int i = 0; i < 17; i++) {
                                channel.write(1, new byte[1_000]);
                            }
                            channel.read();
                        });
        fast.connect(slow.enode());
        await().until(() -> load(slow).waitingMessages() == 17);
        ProtocolLoad waiting = load(slow);
        assertEquals(1, waiting.links());
        assertTrue(waiting.waitingBytes() >= 17, waiting::toString);
        assertEquals(0, waiting.fullInboxes());
        assertEquals(Duration.ZERO, waiting.busy());
        assertEquals(List.of(new Sessions(true, Phase.RUNNING, 1)), slow.statistics().sessions());
        assertEquals(List.of(new Sessions(false, Phase.RUNNING, 1)), fast.statistics().sessions());
        go.countDown();
        await().until(() -> load(slow).waitingMessages() == 0);
        await().until(() -> load(slow).busy().isPositive());
    }

    private static ProtocolLoad load(Node node) {
        return node.statistics().protocols().getFirst();
    }

    @Test
    void aDialThatFailsIsCountedByItsPhase() throws Exception {
        Node node = start((peer, channel) -> {});
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        node.connect(new Enode(NodeKey.generate().id(), "127.0.0.1", unused, unused));
        await().until(() -> !node.statistics().ended().isEmpty());
        Ended ended = node.statistics().ended().getFirst();
        assertEquals(Phase.TCP, ended.phase());
        assertEquals(Closer.NETWORK, ended.closedBy());
        assertEquals(List.of(), node.statistics().sessions());
    }

    @Test
    void aSessionInItsHandshakeShows() throws Exception {
        Node node = start((peer, channel) -> {});
        try (var silent = new Socket(InetAddress.getLoopbackAddress(), node.enode().tcpPort())) {
            await().until(
                            () ->
                                    node.statistics()
                                            .sessions()
                                            .equals(List.of(new Sessions(true, Phase.AUTH, 1))));
            assertTrue(silent.isConnected());
        }
        await().until(() -> node.statistics().sessions().isEmpty());
    }
}
