package dev.peerloom.core.peer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** A clock that a test moves. Thread-safe; tasks run in the thread that calls {@link #advance}. */
final class ManualClock implements LongSupplier {
    private record Timer(long due, long number, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int order = Long.compare(due, other.due);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long now = 1_000_000_000L;
    private long count;

    @Override
    public synchronized long getAsLong() {
        return now;
    }

    synchronized void schedule(Duration delay, Runnable task) {
        timers.add(new Timer(now + delay.toNanos(), count++, task));
    }

    /** Moves the clock and runs what becomes due on the way, each task at its own time. */
    void advance(Duration step) {
        long target = getAsLong() + step.toNanos();
        for (Timer timer = next(target); timer != null; timer = next(target)) {
            timer.task().run();
        }
        synchronized (this) {
            now = target;
        }
    }

    private synchronized @Nullable Timer next(long target) {
        Timer timer = timers.peek();
        if (timer == null || timer.due() > target) {
            return null;
        }
        now = timer.due();
        return timers.poll();
    }
}
