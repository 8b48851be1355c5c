package dev.peerloom.verification.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.peer.MessagePath;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

/** How often a socket is written to: each time is a system call, and costs more than a message. */
final class SystemCallsTest {
    private static final int HAND_OVER = 16 * 1024;

    @Test
    void smallMessagesThatAreWrittenOneAfterAnotherGoOutTogether() throws Exception {
        byte[] payload = new byte[64];
        int messages = 1_000;
        try (MessagePath path = new MessagePath(1)) {
            for (int i = 0; i < messages; i++) {
                path.write(0, payload);
            }
            path.flush();
            for (int i = 0; i < messages; i++) {
                assertEquals(payload.length, path.read(0).payload().length);
            }
            // A frame of so few bytes takes at most 160; the flusher comes by every millisecond.
            int most = messages * 160 / HAND_OVER;
            assertTrue(path.handOvers() < messages / 10, path.handOvers() + " for " + most);
        }
    }

    @Test
    void aQuestionAndItsAnswerTakeOneEach() throws Exception {
        int times = 100;
        try (MessagePath path = new MessagePath(1)) {
            for (int i = 0; i < times; i++) {
                path.write(0, new byte[32]);
                path.flush();
                assertEquals(32, path.answer(0, path.read(0).payload()).payload().length);
            }
            assertEquals(2L * times, path.handOvers());
        }
    }

    @Test
    void aLargeMessageTakesOneForEach64Kibibytes() throws Exception {
        byte[] payload = new byte[12 << 16];
        new SplittableRandom(1).nextBytes(payload);
        try (MessagePath path = new MessagePath(1)) {
            path.write(0, payload);
            path.flush();
            assertEquals(payload.length, path.read(0).payload().length);
            assertTrue(path.handOvers() <= 13, path.handOvers() + " for 12 × 64 KiB");
        }
    }
}
