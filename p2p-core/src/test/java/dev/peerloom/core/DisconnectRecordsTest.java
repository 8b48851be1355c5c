package dev.peerloom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What an operator reads of sessions that ended or never began, with real sockets. */
class DisconnectRecordsTest {
    /** What a protocol does on its link. */
    private interface Behaviour {
        void run(Peer peer, MessageChannel channel) throws Exception;
    }

    private record Named(String name, int version, Behaviour behaviour) implements Protocol {
        @Override
        public int length() {
            return 1;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            behaviour.run(peer, channel);
        }
    }

    private static Named patient(String name, int version) {
        return new Named(
                name,
                version,
                (peer, channel) -> {
                    try {
                        for (; ; ) {
                            channel.read();
                        }
                    } catch (EOFException e) {
                        // The link is closing.
                    }
                });
    }

    private static Node start(int maxPeers, Protocol... protocols) throws Exception {
        return Node.start(
                NodeConfig.builder(NodeKey.generate()).maxPeers(maxPeers).build(),
                List.of(protocols));
    }

    private static BlockingQueue<DisconnectRecord> listen(Node node) {
        BlockingQueue<DisconnectRecord> records = new LinkedBlockingQueue<>();
        node.onDisconnect(records::add);
        return records;
    }

    private static DisconnectRecord next(BlockingQueue<DisconnectRecord> records)
            throws InterruptedException {
        DisconnectRecord record = records.poll(20, TimeUnit.SECONDS);
        assertNotNull(record, "nothing was recorded");
        return record;
    }

    private static void check(
            DisconnectRecord record, boolean inbound, Phase phase, Closer closer, int code) {
        assertEquals(inbound, record.inbound(), record::toString);
        assertEquals(phase, record.phase(), record::toString);
        assertEquals(closer, record.closedBy(), record::toString);
        assertEquals(code, record.code(), record::toString);
    }

    @Test
    void aPortWhereNothingListensRefuses() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        Enode nobody = new Enode(NodeKey.generate().id(), "127.0.0.1", port, port);
        try (Node node = start(10, patient("tst", 1))) {
            BlockingQueue<DisconnectRecord> records = listen(node);
            node.connect(nobody);
            DisconnectRecord record = next(records);
            check(record, false, Phase.TCP, Closer.NETWORK, 1);
            assertEquals(Optional.of(nobody.id()), record.id());
            assertEquals("connection refused: nothing listens on that port", record.detail());
            assertEquals(port, record.remoteAddress().getPort());
            assertEquals(List.of(record), node.disconnects(10));
        }
    }

    @Test
    void aServerOfAnotherKindClosesInsteadOfAnswering() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Node node = start(10, patient("tst", 1))) {
            BlockingQueue<DisconnectRecord> records = listen(node);
            int port = server.getLocalPort();
            node.connect(new Enode(NodeKey.generate().id(), "127.0.0.1", port, port));
            try (Socket accepted = server.accept()) {
                // All of it, or closing would reset the connection.
                accepted.getInputStream().readNBytes(2);
                accepted.shutdownOutput();
                DisconnectRecord record = next(records);
                check(record, false, Phase.AUTH, Closer.REMOTE, 1);
                assertTrue(record.detail().contains("not a devp2p node"), record::detail);
            }
        }
    }

    @Test
    void whoSpeaksAnotherProtocolThanRlpxIsAStranger() throws Exception {
        try (Node node = start(10, patient("tst", 1));
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), node.enode().tcpPort())) {
            BlockingQueue<DisconnectRecord> records = listen(node);
            byte[] request = new byte[600];
            Arrays.fill(request, (byte) 1);
            socket.getOutputStream().write(request);
            DisconnectRecord record = next(records);
            check(record, true, Phase.AUTH, Closer.US, 1);
            assertEquals(Optional.empty(), record.id());
            assertTrue(record.detail().startsWith("its auth cannot be read"), record::detail);
            assertEquals(socket.getLocalPort(), record.remoteAddress().getPort());
        }
    }

    @Test
    void withoutASharedCapabilityBothListsAreTold() throws Exception {
        try (Node a = start(10, patient("eth", 69), patient("eth", 70));
                Node b = start(10, patient("les", 2))) {
            BlockingQueue<DisconnectRecord> ofA = listen(a);
            BlockingQueue<DisconnectRecord> ofB = listen(b);
            b.connect(a.enode());
            DisconnectRecord atB = next(ofB);
            check(atB, false, Phase.HELLO, Closer.US, 3);
            assertEquals(
                    "no shared capability: we offer les/2, they offer eth/69-70", atB.detail());
            DisconnectRecord atA = next(ofA);
            check(atA, true, Phase.HELLO, Closer.US, 3);
            assertEquals(Optional.of(b.enode().id()), atA.id());
        }
    }

    @Test
    void oneTooManyIsToldByBothSides() throws Exception {
        try (Node a = start(0, patient("tst", 1));
                Node b = start(10, patient("tst", 1))) {
            BlockingQueue<DisconnectRecord> ofA = listen(a);
            BlockingQueue<DisconnectRecord> ofB = listen(b);
            b.connect(a.enode());
            check(next(ofA), true, Phase.HELLO, Closer.US, 4);
            DisconnectRecord atB = next(ofB);
            check(atB, false, Phase.HELLO, Closer.REMOTE, 4);
            assertEquals("remote has too many peers", atB.detail());
        }
    }

    @Test
    void theWordsOfAProtocolAreKeptEscaped() throws Exception {
        Named hostile =
                new Named(
                        "tst",
                        1,
                        (peer, channel) -> {
                            throw new DisconnectException(
                                    DisconnectReason.USELESS_PEER, "wrong\ngenesis \u001b[31m");
                        });
        try (Node a = start(10, hostile);
                Node b = start(10, patient("tst", 1))) {
            BlockingQueue<DisconnectRecord> ofA = listen(a);
            BlockingQueue<DisconnectRecord> ofB = listen(b);
            b.connect(a.enode());
            DisconnectRecord atA = next(ofA);
            check(atA, true, Phase.RUNNING, Closer.US, 3);
            assertEquals("tst/1: wrong\\u000Agenesis \\u001B[31m", atA.detail());
            check(next(ofB), false, Phase.RUNNING, Closer.REMOTE, 3);
        }
    }

    @Test
    void aListenerThatFailsOrHasGoneDisturbsNobody() throws Exception {
        try (Node a = start(0, patient("tst", 1));
                Node b = start(10, patient("tst", 1))) {
            BlockingQueue<DisconnectRecord> gone = new LinkedBlockingQueue<>();
            a.onDisconnect(
                    record -> {
                        throw new IllegalStateException("a listener's fault");
                    });
            Runnable end = a.onDisconnect(gone::add);
            end.run();
            BlockingQueue<DisconnectRecord> records = listen(a);
            b.connect(a.enode());
            next(records);
            assertTrue(gone.isEmpty());
            assertFalse(a.disconnects(1).isEmpty());
        }
    }

    @Test
    void anAddressOutsideTheNetworksAllowedIsNotDialled() throws Exception {
        NodeConfig config =
                NodeConfig.builder(NodeKey.generate())
                        .netRestrict(List.of(IpNetwork.parse("10.0.0.0/8")))
                        .build();
        try (Node node = Node.start(config, List.of(patient("tst", 1)))) {
            BlockingQueue<DisconnectRecord> records = listen(node);
            node.connect(new Enode(NodeKey.generate().id(), "127.0.0.1", 1, 1));
            DisconnectRecord record = next(records);
            check(record, false, Phase.TCP, Closer.US, 1);
            assertTrue(record.detail().contains("--net-restrict"), record::detail);
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), node.enode().tcpPort())) {
                check(next(records), true, Phase.TCP, Closer.US, 1);
                assertEquals(-1, socket.getInputStream().read());
            } catch (IOException e) {
                // Reset instead of closed: it was refused as well.
            }
        }
    }
}
