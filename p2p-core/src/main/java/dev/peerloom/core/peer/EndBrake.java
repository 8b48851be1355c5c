package dev.peerloom.core.peer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slows those down who are told that the link has ended and ask again all the same, as a loop does
 * that catches IOException and goes on: it would keep a processor busy for ever. Thread-safe.
 */
final class EndBrake {
    /** So often it is told at once: several threads of a protocol may ask, and each some times. */
    static final int FREE = 1000;

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final AtomicInteger told = new AtomicInteger();

    /** To be called before the end is told. */
    void ended() throws InterruptedException {
        if (told.get() < FREE) {
            told.incrementAndGet();
        } else {
            Thread.sleep(PAUSE);
        }
    }
}
