package dev.peerloom.verification.plugins;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.core.NodeKey;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A peer of bzz and hive that tells of nodes which it invents, so that whom it tells has something
 * to pass on. It is a light one, and nobody is told of it. Any thread may call any method.
 */
final class HiveTalker {
    private static final int SECONDS = 30;
    private static final long NETWORK = 3;

    private final NodeId invented = NodeKey.generate().id();
    private final BlockingQueue<MessageChannel> hives = new LinkedBlockingQueue<>();
    private int count;

    /** What to run. */
    List<Protocol> protocols() {
        return List.of(new Bzz(), new Hive());
    }

    /** The channel of the session that begins next. */
    MessageChannel session() throws InterruptedException {
        MessageChannel channel = hives.poll(SECONDS, TimeUnit.SECONDS);
        if (channel == null) {
            throw new AssertionError("no session of hive has begun");
        }
        return channel;
    }

    /**
     * Tells of nodes that nobody has heard of; of a hundred proximities, so that they find room.
     */
    void tell(MessageChannel channel, int nodes) throws Exception {
        channel.write(
                0,
                wrapped(
                        out -> {
                            out.startList();
                            for (int i = 0; i < nodes; i++) {
                                address(out, overlay(++count), 1 + count % 60000);
                            }
                            out.endList();
                        }));
    }

    /** For a base of zeros: the proximity is what the number is modulo 100, and less than 128. */
    private static byte[] overlay(int number) {
        byte[] overlay = new byte[32];
        int order = number % 100;
        overlay[order / 8] = (byte) (0x80 >>> (order % 8));
        for (int i = 0; i < 4; i++) {
            overlay[28 + i] = (byte) (number >>> (8 * i));
        }
        return overlay;
    }

    private void address(RlpWriter out, byte[] overlay, int port) {
        // Nobody listens there: a port of the loopback network that only this test speaks of.
        out.startList()
                .write(overlay)
                .write("enode://" + invented + "@127.99.99.99:" + port)
                .endList();
    }

    private static byte[] wrapped(Consumer<RlpWriter> fields) {
        RlpWriter message = new RlpWriter().startList();
        fields.accept(message);
        byte[] payload = message.endList().toByteArray();
        return new RlpWriter()
                .startList()
                .write(new byte[0])
                .write(payload.length)
                .write(payload)
                .endList()
                .toByteArray();
    }

    /** The handshake, whoever dialled. */
    private final class Bzz implements Protocol {
        @Override
        public String name() {
            return "bzz";
        }

        @Override
        public int version() {
            return 8;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            byte[] overlay = new byte[32];
            overlay[0] = 0x55;
            channel.write(
                    0,
                    wrapped(
                            out -> {
                                out.write(8).write(NETWORK);
                                address(out, overlay, 1);
                                out.write(1);
                            }));
            while (true) {
                Message _ = channel.read();
            }
        }
    }

    /** Hands its channel to the test, and listens to nobody. */
    private final class Hive implements Protocol {
        @Override
        public String name() {
            return "hive";
        }

        @Override
        public int version() {
            return 8;
        }

        @Override
        public int length() {
            return 2;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            Message _ = channel.read(); // the subscription: the handshake is done
            hives.add(channel);
            while (true) {
                Message _ = channel.read();
            }
        }
    }
}
