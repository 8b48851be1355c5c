package dev.peerloom.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two nodes over loopback sockets. */
class NodeTest {
    /** Answers code 0 with code 1; what it got of code 1 goes into a queue. */
    private static final class Echo implements Protocol {
        final BlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
        final BlockingQueue<MessageChannel> channels = new LinkedBlockingQueue<>();

        /** Waits for an answer as long as the link is there that it comes on. */
        byte[] answer(Node node) throws InterruptedException {
            byte[] answer = null;
            while (answer == null) {
                answer = answers.poll(1, TimeUnit.SECONDS);
                assertEquals(1, node.peers().size(), () -> "ended: " + node.disconnects(1));
            }
            return answer;
        }

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 2;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            channels.add(channel);
            try {
                for (; ; ) {
                    Message message = channel.read();
                    if (message.code() == 0) {
                        channel.write(1, message.payload());
                    } else {
                        answers.add(message.payload());
                    }
                }
            } catch (EOFException e) {
                // The link is closing.
            }
        }
    }

    @Test
    void messagesOfEverySizeComeBackAsTheyWereSent() throws Exception {
        Echo first = new Echo();
        Echo second = new Echo();
        try (Node a = Node.start(NodeConfig.builder(NodeKey.generate()).build(), List.of(first));
                Node b =
                        Node.start(
                                NodeConfig.builder(NodeKey.generate())
                                        .staticPeers(List.of(a.enode()))
                                        .build(),
                                List.of(second))) {
            // Without a limit: a first attempt that was too slow is repeated after a pause.
            MessageChannel channel = second.channels.take();
            Random random = new Random(1);
            for (int size : new int[] {0, 1, 100, 5_000, 70_000, 1 << 20, Message.MAX_PAYLOAD}) {
                byte[] payload = new byte[size];
                random.nextBytes(payload);
                channel.write(0, payload);
                assertArrayEquals(payload, second.answer(b));
            }
            assertEquals(1, a.peers().size());
            assertEquals(16, b.peers().getFirst().protocols().getFirst().offset());
        }
    }

    @Test
    void aStoppedNodeTellsItsPeersThatItIsQuitting() throws Exception {
        BlockingQueue<PeerEvent.Disconnected> ends = new LinkedBlockingQueue<>();
        try (Node a =
                Node.start(NodeConfig.builder(NodeKey.generate()).build(), List.of(new Echo()))) {
            a.onPeerEvent(PeerEvent.Disconnected.class, ends::add);
            Node b =
                    Node.start(
                            NodeConfig.builder(NodeKey.generate())
                                    .staticPeers(List.of(a.enode()))
                                    .build(),
                            List.of(new Echo()));
            await().until(() -> a.peers().size() == 1 && b.peers().size() == 1);
            b.close();
            PeerEvent.Disconnected end = ends.take();
            assertEquals(8, end.code());
            assertEquals(true, end.byRemote());
        }
    }
}
