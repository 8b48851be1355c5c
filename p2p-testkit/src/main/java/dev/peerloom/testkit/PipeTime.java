package dev.peerloom.testkit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The time that one end of a pipe goes by: a manual clock's, or real time without one. Immutable.
 *
 * @param clock the manual clock, or null
 */
record PipeTime(@Nullable ManualClock clock) {
    static final PipeTime REAL = new PipeTime(null);

    Instant instant() {
        return clock == null ? Instant.now() : clock.instant();
    }

    long nanoTime() {
        return clock == null ? System.nanoTime() : clock.nanoTime();
    }

    /** The moment that is so much later; the end of all time for as long as it takes. */
    long deadline(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return nanos;
        }
        if (clock != null) {
            return clock.after(nanos);
        }
        // System.nanoTime() may be negative, and half of all time is long enough.
        return System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    }

    boolean isPast(long deadline) {
        return deadline != Long.MAX_VALUE && nanoTime() - deadline >= 0;
    }

    /** Waits, holding the lock, until the condition is signalled or the moment has come. */
    @SuppressWarnings("WaitNotInLoop") // the caller's loop is around this
    void await(ReentrantLock lock, Condition condition, long deadline) throws InterruptedException {
        if (clock != null) {
            clock.await(lock, condition, deadline);
        } else if (deadline == Long.MAX_VALUE) {
            condition.await();
        } else {
            var _ = condition.awaitNanos(deadline - System.nanoTime());
        }
    }
}
