package dev.peerloom.core.peer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What has arrived for one protocol and has not been read. Filled by the connection's thread, which
 * wakes readers once per burst, not per message; read by any thread. Bounded: over its high-water
 * mark it reports itself full, and under its low-water mark drained, so that the link can stop and
 * resume reading its socket.
 *
 * <p>The queue has no lock, because the connection's thread must not wait for a reader that was
 * taken off its core while holding one. The lock is for sleeping readers only.
 */
final class Inbox {
    /** Over this many bytes the inbox is full: 1 MiB. */
    static final int HIGH_BYTES = 1 << 20;

    /** Over this many messages the inbox is full. */
    static final int HIGH_MESSAGES = 1024;

    /** Waiting for so long has no end. */
    static final long FOREVER = Long.MAX_VALUE;

    private static final int ENTRY_OVERHEAD = 64;

    /** The load is one number, so that messages and bytes are counted in one step. */
    private static final int MESSAGES_SHIFT = 40;

    /** A message as it came out of a frame: still compressed, its code still with the offset. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared or shared
    record Entry(int code, byte[] body, int offset, int length, Instant receivedAt) {
        int end() {
            return offset + length;
        }

        long cost() {
            return (1L << MESSAGES_SHIFT) + body.length + ENTRY_OVERHEAD;
        }

        /** What of the node's memory for large messages this one holds. */
        int counted() {
            return body.length > MemoryBudget.UNCOUNTED ? body.length : 0;
        }
    }

    private final MemoryBudget memory;
    private final LongSupplier clock;
    private final Runnable onRoom;
    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
    private final AtomicLong load = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private volatile boolean closed;
    private volatile boolean discarded;
    // When a message last had reason to hope for a reader: the last take, or the first arrival.
    private volatile long unreadSince;

    /** An empty inbox; {@code onRoom} runs in the reader that makes room in a full one. */
    Inbox(MemoryBudget memory, LongSupplier clock, Runnable onRoom) {
        this.memory = memory;
        this.clock = clock;
        this.onRoom = onRoom;
    }

    /**
     * Adds a message without waking anyone; what it holds of the node's memory is given back when
     * it is taken out. On the connection's thread.
     *
     * @return whether that made the inbox full
     */
    boolean put(Entry entry) {
        if (closed) {
            memory.give(entry.counted());
            return false;
        }
        if (load.get() == 0) {
            unreadSince = clock.getAsLong();
        }
        long now = load.addAndGet(entry.cost());
        entries.add(entry);
        if (discarded) {
            // The protocol has ended in between, and nobody looks in here any more.
            clear();
            return false;
        }
        if (!isOver(now, 1) || !full.compareAndSet(false, true)) {
            return false;
        }
        // A reader that emptied it before it was called full has told nobody: then it is not full.
        return isOver(load.get(), 2) || !full.compareAndSet(true, false);
    }

    private static boolean isOver(long load, int divisor) {
        long bytes = load & ((1L << MESSAGES_SHIFT) - 1);
        long messages = load >>> MESSAGES_SHIFT;
        return bytes > HIGH_BYTES / divisor || messages > HIGH_MESSAGES / divisor;
    }

    /** Wakes as many readers as there are messages. */
    void wake() {
        // A reader counts itself before it looks for the last time, and we look after adding.
        if (waiting.get() == 0) {
            return;
        }
        lock.lock();
        try {
            for (int i = Math.min(waiting.get(), size()); i > 0; i--) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next message, or null if none is waiting. */
    @Nullable Entry poll() {
        Entry entry = entries.poll();
        if (entry == null) {
            return null;
        }
        long now = load.addAndGet(-entry.cost());
        unreadSince = clock.getAsLong();
        memory.give(entry.counted());
        if (full.get() && !isOver(now, 2) && full.compareAndSet(true, false)) {
            onRoom.run();
        }
        return entry;
    }

    /**
     * Waits until a message may be there or the time has passed. {@link #FOREVER} has no timer: a
     * virtual thread's timed wait wakes the thread of all timers when it begins, and again when it
     * ends, which is more than all else that a small message costs.
     *
     * @return false if the inbox is closed and empty, or the time has passed
     */
    boolean await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        waiting.incrementAndGet();
        try {
            long left = nanos;
            while (entries.isEmpty() && !closed && left > 0) {
                if (nanos == FOREVER) {
                    arrived.await();
                } else {
                    left = arrived.awaitNanos(left);
                }
            }
            return !entries.isEmpty();
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    /** Nothing more comes in: readers get what is queued, then the end. */
    void close() {
        closed = true;
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes in or out. */
    void discard() {
        discarded = true;
        close();
        clear();
    }

    private void clear() {
        for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
            load.addAndGet(-entry.cost());
            memory.give(entry.counted());
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** For how long messages have been waiting without any being read; 0 if none waits. */
    long unreadNanos() {
        return size() == 0 || closed ? 0 : clock.getAsLong() - unreadSince;
    }

    /** What the messages that wait hold in memory, in bytes. */
    long bytes() {
        return load.get() & ((1L << MESSAGES_SHIFT) - 1);
    }

    /** Whether it keeps the socket from being read. */
    boolean isFull() {
        return full.get();
    }

    /** How many messages wait. */
    int size() {
        return (int) (load.get() >>> MESSAGES_SHIFT);
    }
}
