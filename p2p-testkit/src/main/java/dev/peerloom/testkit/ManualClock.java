package dev.peerloom.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that stands still until the test moves it: virtual time. What waits for it (a {@code
 * read} with a timeout on a {@link MessagePipe}, a {@link #sleep}, a {@linkplain #schedule
 * scheduled} task) is woken in the order of the deadlines, each at exactly its own moment, so a
 * timeout of an hour takes no time and always comes after one of a minute.
 *
 * <pre>{@code
 * ManualClock clock = ManualClock.create();
 * MyCache cache = new MyCache(clock);          // takes a java.time.Clock
 * cache.put("a", 1);
 * clock.advance(Duration.ofHours(1));
 * assertEquals(Optional.empty(), cache.get("a"));
 * }</pre>
 *
 * <p>Another thread may not have come to where it waits yet when the test advances the clock; then
 * its deadline counts from the new time. {@link #awaitWaiting} waits for it to be there. (A {@link
 * ScriptedPeer} does so by itself.)
 *
 * <p>Any thread may call any method; what changes is guarded by the object's lock, and tasks are
 * run outside of it, by the thread that advances the clock.
 */
public final class ManualClock extends Clock {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One that waits; watches of the kit itself are not counted. */
    private record Alarm(long at, long number, boolean counted, Runnable action) {}

    private final Instant start;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeSet<Alarm> alarms =
            new TreeSet<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::number));

    /** Held while time moves, so that two threads that advance do it one after the other. */
    private final ReentrantLock moving = new ReentrantLock();

    private long now;
    private long nextNumber;
    private int counted;

    private ManualClock(Instant start) {
        this.start = start;
    }

    /**
     * A clock that shows the beginning of the year 2026, in UTC.
     *
     * @return the clock, standing still
     */
    public static ManualClock create() {
        return startingAt(START);
    }

    /**
     * A clock that shows a given time.
     *
     * @param start what it shows until it is advanced
     * @return the clock, standing still
     */
    public static ManualClock startingAt(Instant start) {
        return new ManualClock(Objects.requireNonNull(start, "start"));
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same clock in another zone: it goes on with this one. */
    @Override
    public Clock withZone(ZoneId zone) {
        Clock source = this;
        return new Clock() {
            @Override
            public Instant instant() {
                return source.instant();
            }

            @Override
            public ZoneId getZone() {
                return zone;
            }

            @Override
            public Clock withZone(ZoneId other) {
                return source.withZone(other);
            }
        };
    }

    /**
     * What takes the place of {@link System#nanoTime()}: the nanoseconds that the clock has been
     * advanced by.
     *
     * @return 0 at first
     */
    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How far the clock has been advanced.
     *
     * @return zero at first
     */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime());
    }

    /**
     * Moves the time on, and wakes and runs what is due on the way, each at its own moment and in
     * order; what that schedules in turn is run too if it is due by then.
     *
     * @param time how far, not negative
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + time);
        }
        moving.lock();
        try {
            long target = Math.addExact(nanoTime(), time.toNanos());
            while (step(target)) {
                // One deadline after the other.
            }
        } finally {
            moving.unlock();
        }
    }

    /**
     * Moves the time on to the next deadline, and wakes or runs what is due then.
     *
     * @return by how much; empty, and nothing is done, if nothing waits
     */
    public Optional<Duration> advanceToNext() {
        moving.lock();
        try {
            long before = nanoTime();
            return nextDeadline()
                    .map(
                            at -> {
                                advance(Duration.ofNanos(at - before));
                                return Duration.ofNanos(at - before);
                            });
        } finally {
            moving.unlock();
        }
    }

    /** Moves to the next deadline, if it comes before the target, else to the target. */
    boolean step(long target) {
        Alarm due;
        lock.lock();
        try {
            due = alarms.isEmpty() || alarms.first().at() > target ? null : alarms.first();
            if (due == null) {
                now = Math.max(now, target);
            } else {
                now = Math.max(now, due.at());
                remove(due);
            }
        } finally {
            lock.unlock();
        }
        if (due != null) {
            due.action().run();
        }
        return due != null;
    }

    private Optional<Long> nextDeadline() {
        lock.lock();
        try {
            return alarms.stream().filter(Alarm::counted).map(Alarm::at).findFirst();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a task when the clock has been advanced by a time, in the thread that advances it.
     *
     * @param delay from now; zero or less is due at the next advance, also one of zero
     * @param task what to run; what it throws comes out of {@link #advance}
     * @return takes the task back, if it has not been run
     */
    public Runnable schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        long nanos = Math.max(0, Inbox.nanos(delay));
        lock.lock();
        try {
            return at(after(nanos), true, task);
        } finally {
            lock.unlock();
        }
    }

    /** A deadline; the kit's own watches are not counted among those that wait. */
    Runnable at(long deadline, boolean visible, Runnable action) {
        lock.lock();
        try {
            Alarm alarm = new Alarm(Math.max(now, deadline), nextNumber++, visible, action);
            alarms.add(alarm);
            counted += visible ? 1 : 0;
            changed.signalAll();
            return () -> cancel(alarm);
        } finally {
            lock.unlock();
        }
    }

    /** The time that is so much later than now, or the end of all time. */
    long after(long nanos) {
        lock.lock();
        try {
            return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
        } finally {
            lock.unlock();
        }
    }

    private void cancel(Alarm alarm) {
        lock.lock();
        try {
            remove(alarm);
        } finally {
            lock.unlock();
        }
    }

    private void remove(Alarm alarm) {
        if (alarms.remove(alarm)) {
            counted -= alarm.counted() ? 1 : 0;
        }
    }

    /**
     * Waits until the clock has been advanced by a time: {@link Thread#sleep(Duration)} for code
     * that is given this clock.
     *
     * @param time how long; zero or less does not wait
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void sleep(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            CountDownLatch woken = new CountDownLatch(1);
            Runnable cancel = schedule(time, woken::countDown);
            try {
                woken.await();
            } finally {
                cancel.run();
            }
        }
    }

    /**
     * How many wait for the clock: timed reads, sleepers, and scheduled tasks.
     *
     * @return their number
     */
    public int waiting() {
        lock.lock();
        try {
            return counted;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until so many or more wait for the clock: until the code under test has come to its
     * {@code read} with a timeout, before the clock is advanced past it.
     *
     * @param count how many
     * @throws AssertionError if there are fewer after 30 seconds of real time
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void awaitWaiting(int count) throws InterruptedException {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (counted < count) {
                if (left <= 0) {
                    throw new AssertionError(
                            counted
                                    + " wait for the clock instead of "
                                    + count
                                    + ", after "
                                    + PATIENCE.toSeconds()
                                    + " s of real time");
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a condition until it is signalled or the deadline has come. */
    @SuppressWarnings("WaitNotInLoop") // the caller's loop is around this
    void await(ReentrantLock owner, Condition condition, long deadline)
            throws InterruptedException {
        if (deadline == Long.MAX_VALUE) {
            condition.await();
            return;
        }
        Runnable cancel =
                at(
                        deadline,
                        true,
                        () -> {
                            owner.lock();
                            try {
                                condition.signalAll();
                            } finally {
                                owner.unlock();
                            }
                        });
        try {
            condition.await();
        } finally {
            cancel.run();
        }
    }

    @Override
    public String toString() {
        return "ManualClock[" + instant() + "]";
    }
}
