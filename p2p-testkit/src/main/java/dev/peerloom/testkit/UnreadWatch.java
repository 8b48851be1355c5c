package dev.peerloom.testkit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Notices, by a manual clock, that messages wait and nobody reads them: a node gives such a
 * protocol up after 30 s. Guarded by the lock of the inbox; only the alarm comes from outside.
 */
final class UnreadWatch {
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final @Nullable ManualClock clock;
    private final Runnable unread;
    private @Nullable Runnable cancel;

    /**
     * A watch.
     *
     * @param clock without one nothing is watched
     * @param unread is run when the limit has passed, by the thread that advances the clock
     */
    UnreadWatch(@Nullable ManualClock clock, Runnable unread) {
        this.clock = clock;
        this.unread = unread;
    }

    /** The first message waits. */
    void waiting() {
        restart();
    }

    /** One was read, others wait. */
    void read() {
        restart();
    }

    /** None is left. */
    void empty() {
        stop();
    }

    /** Nothing more comes. */
    void closed() {
        stop();
    }

    private void restart() {
        stop();
        if (clock != null) {
            long deadline = clock.after(LIMIT.toNanos());
            cancel = clock.at(deadline, false, unread);
        }
    }

    private void stop() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }
}
