package dev.peerloom.verification.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.peerloom.core.NodeKey;
import dev.peerloom.core.peer.MessagePath;
import dev.peerloom.core.rlpx.Ends;
import dev.peerloom.core.rlpx.FrameDecoder;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.FrameSink;
import dev.peerloom.core.rlpx.InitiatorHandshake;
import dev.peerloom.core.rlpx.ResponderHandshake;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * What a message and a handshake leave behind for the garbage collector, in bytes. The limits are
 * what they are now and a little more: whoever goes over one shows what it is worth.
 */
final class GarbageTest {
    private static final int TIMES = 2_000;
    private static final int BURST = 8;

    @Test
    void aMessageThatIsWrittenAndReadLeavesItsTwoArraysAndLittleElse() throws Exception {
        assertGarbage(64, 2 * 64 + 200);
        assertGarbage(1024, 2 * 1024 + 200);
        // A body that arrives in pieces grows, and is copied once.
        assertGarbage(1 << 16, (int) (2.9 * (1 << 16)));
    }

    private static void assertGarbage(int size, int limit) throws Exception {
        byte[] payload = incompressible(size);
        try (MessagePath path = new MessagePath(1)) {
            long bytes =
                    Allocations.perOperation(
                                    TIMES / BURST,
                                    () -> {
                                        for (int i = 0; i < BURST; i++) {
                                            path.write(0, payload);
                                        }
                                        path.flush();
                                        for (int i = 0; i < BURST; i++) {
                                            assertEquals(size, path.read(0).payload().length);
                                        }
                                    })
                            / BURST;
            assertAtMost(limit, bytes, "bytes for a message of " + size);
        }
    }

    @Test
    void theDialledSideOfAHandshakeLeavesLittle() throws Exception {
        SecureRandom random = new SecureRandom();
        NodeKey near = NodeKey.generate();
        NodeKey far = NodeKey.generate();
        byte[] auth = new InitiatorHandshake(near.privateKey(), far.id(), random).auth();
        long bytes =
                Allocations.perOperation(
                        100,
                        () -> {
                            var handshake = new ResponderHandshake(far.privateKey(), random);
                            var _ = handshake.receiveAuth(auth);
                            var _ = handshake.secrets();
                        });
        assertAtMost(40 * 1024, bytes, "bytes for a handshake");
    }

    @Test
    void aFrameThatIsAnnouncedCostsInProportionToWhatHasArrivedOfIt() throws Exception {
        int piece = 16 * 1024;
        assertTrue(costOf(1) > 0, "the first one loads classes");
        for (int arrived : new int[] {1, piece, piece + 1, 70_000, 200_000, 1_000_000}) {
            long limit = piece + 1024 + 5L * arrived;
            assertAtMost(limit, costOf(arrived), "bytes when " + arrived + " are there");
        }
    }

    private static long costOf(int arrived) throws Exception {
        Ends ends = Ends.shaken();
        byte[] start = new byte[FrameEncoder.HEADER + arrived];
        FrameEncoder encoder = new FrameEncoder(ends.near());
        encoder.begin(FrameEncoder.MAX_FRAME, start, 0);
        encoder.update(new byte[arrived], 0, arrived, start, FrameEncoder.HEADER);
        FrameDecoder decoder = new FrameDecoder(ends.far());
        decoder.limit(FrameEncoder.MAX_FRAME);
        FrameSink sink = (body, length) -> fail("it is not complete");
        return Allocations.of(() -> decoder.decode(start, 0, start.length, sink));
    }

    private static void assertAtMost(long limit, long actual, String what) {
        System.out.println(actual + " " + what + ", at most " + limit);
        assertTrue(actual <= limit, actual + " " + what + ", at most " + limit + " are accepted");
    }

    private static byte[] incompressible(int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        return bytes;
    }
}
