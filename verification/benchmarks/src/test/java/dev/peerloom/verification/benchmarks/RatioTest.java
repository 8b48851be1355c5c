package dev.peerloom.verification.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.crypto.Keccak256;
import dev.peerloom.core.peer.MessagePath;
import dev.peerloom.core.rlpx.FrameEncoder;
import dev.peerloom.core.rlpx.Secrets;

import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Processor time in proportion to a baseline that is measured in the same run, in turns: not how
 * fast a machine is, but whether something of ours has become several times slower. The limits are
 * far above what is measured on a quiet machine.
 */
final class RatioTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 9;

    @Test
    void aHashTakesNoLongerThanBouncyCastles() throws Exception {
        byte[] bytes = new byte[4096];
        byte[] digest = new byte[Keccak256.LENGTH];
        KeccakDigest theirs = new KeccakDigest(256);
        Keccak256 ours = new Keccak256();
        assertRatio(
                "Keccak",
                1.2,
                300,
                () -> {
                    ours.update(bytes);
                    ours.digest(digest, 0);
                },
                () -> {
                    theirs.update(bytes, 0, bytes.length);
                    int _ = theirs.doFinal(digest, 0);
                });
    }

    @Test
    void aFrameTakesHalfAsLongAsOneThatIsMadeWithoutAnyCare() throws Exception {
        byte[] key = new byte[32];
        byte[] body = new byte[64];
        byte[] out = new byte[FrameEncoder.encodedSize(body.length)];
        NaiveFrames naive = new NaiveFrames(key, key);
        FrameEncoder ours =
                new FrameEncoder(new Secrets(key, key, new Keccak256(), new Keccak256()));
        assertRatio(
                "frame",
                0.5,
                2_000,
                () -> {
                    ours.begin(body.length, out, 0);
                    ours.update(body, 0, body.length, out, FrameEncoder.HEADER);
                    int _ = ours.end(out, FrameEncoder.HEADER + body.length);
                },
                () -> {
                    byte[] _ = naive.encode(body);
                });
    }

    @Test
    void theWayOfAMessageTakesLessThanTwoCarelessFrames() throws Exception {
        byte[] payload = new byte[64];
        new SplittableRandom(1).nextBytes(payload);
        NaiveFrames naive = new NaiveFrames(new byte[32], new byte[32]);
        try (MessagePath path = new MessagePath(1)) {
            assertRatio(
                    "message",
                    0.8,
                    100,
                    () -> {
                        for (int i = 0; i < 16; i++) {
                            path.write(0, payload);
                        }
                        path.flush();
                        for (int i = 0; i < 16; i++) {
                            var _ = path.read(0);
                        }
                    },
                    () -> {
                        for (int i = 0; i < 32; i++) {
                            byte[] _ = naive.encode(payload);
                        }
                    });
        }
    }

    private static void assertRatio(
            String what, double limit, int times, Allocations.Work own, Allocations.Work baseline)
            throws Exception {
        double[] ratios = new double[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            double ratio = (double) nanos(times, own) / nanos(times, baseline);
            if (round >= 0) {
                ratios[round] = ratio;
            }
        }
        Arrays.sort(ratios);
        double ratio = ratios[ROUNDS / 2];
        System.out.printf("%s: %.2f of the baseline, at most %.2f%n", what, ratio, limit);
        assertTrue(ratio <= limit, what + " takes " + ratio + " of the baseline, limit " + limit);
    }

    private static long nanos(int times, Allocations.Work work) throws Exception {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return Math.max(1, THREADS.getCurrentThreadCpuTime() - before);
    }
}
