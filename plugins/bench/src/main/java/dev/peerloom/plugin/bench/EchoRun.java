package dev.peerloom.plugin.bench;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Echoes that this node asks its peer for, one after another, the replies compared byte for byte.
 * Owned by the thread of the protocol's {@code run}: it sends the next echo when the reply to the
 * last one is in, so at most one is under way.
 */
final class EchoRun {
    static final int MAX_SIZE = 1 << 20;

    private static final Logger LOG = System.getLogger(EchoRun.class.getName());

    private final Peer peer;
    private final MessageChannel channel;
    private final int count;
    private final LongAdder compared;
    private final LongAdder differing;
    private final SplittableRandom random = new SplittableRandom();
    private int sent;
    private byte @Nullable [] expected;

    EchoRun(Peer peer, MessageChannel channel, int count, LongAdder compared, LongAdder differing) {
        this.peer = peer;
        this.channel = channel;
        this.count = count;
        this.compared = compared;
        this.differing = differing;
    }

    void start() throws IOException, InterruptedException {
        if (count > 0) {
            sendNext();
        }
    }

    /** A reply that nothing asked for is the peer's own affair. */
    void replied(byte[] payload) throws IOException, InterruptedException {
        if (expected == null) {
            return;
        }
        compare(expected, payload);
        if (sent < count) {
            sendNext();
        } else {
            expected = null;
            LOG.log(
                    Level.INFO,
                    "bench: {0} echoes of 1 to {1} bytes compared, all equal, peer {2}",
                    Integer.toString(count),
                    Integer.toString(size(count - 1, count)),
                    peer.id());
        }
    }

    private void compare(byte[] request, byte[] reply) throws DisconnectException {
        compared.increment();
        int difference = Arrays.mismatch(request, reply);
        if (difference >= 0) {
            differing.increment();
            throw new DisconnectException(
                    DisconnectReason.SUBPROTOCOL_ERROR,
                    "reply to echo "
                            + sent
                            + " of "
                            + count
                            + " differs at byte "
                            + difference
                            + " of "
                            + request.length);
        }
    }

    private void sendNext() throws IOException, InterruptedException {
        byte[] payload = RandomData.payload(random, size(sent, count));
        sent++;
        expected = payload;
        channel.write(BenchCode.ECHO, payload);
    }

    /** From 1 byte to 1 MiB, each step by the same factor: every length of length is met. */
    static int size(int index, int count) {
        if (count == 1) {
            return 1;
        }
        return (int) Math.round(Math.pow(MAX_SIZE, (double) index / (count - 1)));
    }
}
