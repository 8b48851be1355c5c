package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.rlpx.HandshakeReader;
import dev.peerloom.core.rlpx.InitiatorHandshake;
import dev.peerloom.core.wire.Hello;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Peers that send their Disconnect and close their socket at once, as go-ethereum does: with bytes
 * of ours that they have not read, which resets the connection.
 */
class AbruptPeerTest {
    private static final int ROUNDS = 200;

    private final BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerEvent.Disconnected> ends = new LinkedBlockingQueue<>();

    /** Writes at full speed and counts what comes. */
    private void writeAndCount(MessageChannel channel) throws Exception {
        Thread writer = Thread.ofVirtual().start(() -> writeUntilClosed(channel));
        int count = 0;
        try {
            for (; ; ) {
                channel.read();
                count++;
            }
        } catch (EOFException e) {
            writer.join();
            counts.add(count);
        }
    }

    static void writeUntilClosed(MessageChannel channel) {
        try {
            for (; ; ) {
                channel.write(0, new byte[500]);
            }
        } catch (IOException | InterruptedException e) {
            // The link has closed.
        }
    }

    @Test
    void theReasonOfAPeerThatResetsTheConnectionAfterwardsIsNotLost() throws Exception {
        Script script = new Script((peer, channel) -> writeAndCount(channel));
        Random random = new Random(1);
        try (Node node =
                Node.start(NodeConfig.builder(NodeKey.generate()).build(), List.of(script))) {
            var _ = node.onPeerEvent(PeerEvent.Disconnected.class, ends::add);
            for (int round = 0; round < ROUNDS; round++) {
                int messages = random.nextInt(100);
                int reason = random.nextInt(100);
                connectAndLeave(node, messages, reason);
                PeerEvent.Disconnected end = ends.poll(20, TimeUnit.SECONDS);
                assertNotNull(end, "round " + round);
                assertEquals(reason, end.code(), "round " + round + ": " + end.detail());
                assertTrue(end.byRemote());
                assertEquals(messages, counts.poll(20, TimeUnit.SECONDS), "round " + round);
            }
        }
    }

    private static void connectAndLeave(Node node, int messages, int reason) throws Exception {
        NodeKey key = NodeKey.generate();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.enode().tcpPort())) {
            InitiatorHandshake handshake =
                    new InitiatorHandshake(key.privateKey(), node.enode().id(), new SecureRandom());
            socket.getOutputStream().write(handshake.auth());
            HandshakeReader packet = HandshakeReader.forAck();
            InputStream in = socket.getInputStream();
            byte[] single = new byte[1];
            while (!packet.complete() && in.read(single) == 1) {
                packet.feed(single, 0, 1);
            }
            RemoteEnd remote = new RemoteEnd(handshake.receiveAck(packet.packet()), false);
            byte[] hello =
                    new Hello(5, "abrupt", List.of(new Capability("tst", 1)), 0, key.id()).encode();
            byte[] greeting = remote.encode(0, hello);
            remote.compress(true);
            socket.getOutputStream().write(greeting);
            awaitFlood(in);
            byte[][] frames = new byte[messages + 1][];
            for (int i = 0; i < messages; i++) {
                frames[i] = remote.encode(LinkHarness.FIRST, new byte[200]);
            }
            frames[messages] = remote.encode(1, (byte) 0xC1, (byte) (reason == 0 ? 0x80 : reason));
            socket.getOutputStream().write(RemoteEnd.join(frames));
            // Closing with unread bytes in the socket sends a reset.
        }
    }

    private static void awaitFlood(InputStream in) throws IOException {
        byte[] some = new byte[1000];
        int left = 5_000;
        while (left > 0) {
            int count = in.read(some);
            assertTrue(count > 0, "the node has closed: " + Arrays.toString(some));
            left -= count;
        }
    }
}
