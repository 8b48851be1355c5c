package dev.peerloom.core.dial;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a static peer is left alone after failures. */
final class DialPause {
    /** The first pause; doubled with each failure. */
    static final Duration FIRST = Duration.ofSeconds(2);

    /** The longest pause. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private DialPause() {}

    /** The pause in nanoseconds after so many failures in a row; the first one also after none. */
    static long after(int failures, RandomGenerator random) {
        int doublings = Math.min(Math.max(failures - 1, 0), 16);
        long pause = Math.min(FIRST.toNanos() << doublings, LONGEST.toNanos());
        // A quarter of jitter, so that nodes that lost each other at once do not meet at once.
        return pause - pause / 8 + random.nextLong(pause / 4);
    }
}
