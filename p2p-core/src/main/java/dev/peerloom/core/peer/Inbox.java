package dev.peerloom.core.peer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What has arrived for one protocol and has not been read. Filled by the connection's thread, which
 * wakes readers once per burst, not per message; read by any thread. Bounded: over its high-water
 * mark it reports itself full, and under its low-water mark drained, so that the link can stop and
 * resume reading its socket. All state is guarded by the lock.
 */
final class Inbox {
    /** Over this many bytes the inbox is full: 1 MiB. */
    static final int HIGH_BYTES = 1 << 20;

    /** Over this many messages the inbox is full. */
    static final int HIGH_MESSAGES = 1024;

    private static final int ENTRY_OVERHEAD = 64;

    /** A message as it came out of a frame: still compressed, its code still with the offset. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared or shared
    record Entry(int code, byte[] body, int offset, int length, Instant receivedAt) {
        int end() {
            return offset + length;
        }

        int cost() {
            return body.length + ENTRY_OVERHEAD;
        }

        /** What of the node's memory for large messages this one holds. */
        int counted() {
            return body.length > MemoryBudget.UNCOUNTED ? body.length : 0;
        }
    }

    private final MemoryBudget memory;
    private final LongSupplier clock;
    private final Runnable onRoom;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(4);
    private long bytes;
    private int waiting;
    private boolean full;
    private boolean closed;
    // When a message last had reason to hope for a reader: the last take, or the first arrival.
    private long unreadSince;

    /** An empty inbox; {@code onRoom} runs in the reader that makes room in a full one. */
    Inbox(MemoryBudget memory, LongSupplier clock, Runnable onRoom) {
        this.memory = memory;
        this.clock = clock;
        this.onRoom = onRoom;
    }

    /**
     * Adds a message without waking anyone; what it holds of the node's memory is given back when
     * it is taken out.
     *
     * @return whether that made the inbox full
     */
    boolean put(Entry entry) {
        lock.lock();
        try {
            if (closed) {
                memory.give(entry.counted());
                return false;
            }
            if (entries.isEmpty()) {
                unreadSince = clock.getAsLong();
            }
            entries.add(entry);
            bytes += entry.cost();
            if (!full && (bytes > HIGH_BYTES || entries.size() > HIGH_MESSAGES)) {
                full = true;
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes as many readers as there are messages. */
    void wake() {
        lock.lock();
        try {
            for (int i = Math.min(waiting, entries.size()); i > 0; i--) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next message, or null if none is waiting. */
    @Nullable Entry poll() {
        boolean roomAgain;
        Entry entry;
        lock.lock();
        try {
            boolean wasFull = full;
            entry = takeNow();
            roomAgain = wasFull && !full;
        } finally {
            lock.unlock();
        }
        if (roomAgain) {
            onRoom.run();
        }
        return entry;
    }

    /**
     * Waits until a message may be there or the time has passed.
     *
     * @return false if the inbox is closed and empty, or the time has passed
     */
    boolean await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (entries.isEmpty() && !closed && left > 0) {
                waiting++;
                try {
                    left = arrived.awaitNanos(left);
                } finally {
                    waiting--;
                }
            }
            return !entries.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Entry takeNow() {
        Entry entry = entries.poll();
        if (entry == null) {
            return null;
        }
        bytes -= entry.cost();
        memory.give(entry.counted());
        unreadSince = clock.getAsLong();
        if (full && bytes <= HIGH_BYTES / 2 && entries.size() <= HIGH_MESSAGES / 2) {
            full = false;
        }
        return entry;
    }

    /** Nothing more comes in: readers get what is queued, then the end. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes in or out. */
    void discard() {
        lock.lock();
        try {
            closed = true;
            entries.forEach(entry -> memory.give(entry.counted()));
            entries.clear();
            bytes = 0;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** For how long messages have been waiting without any being read; 0 if none waits. */
    long unreadNanos() {
        lock.lock();
        try {
            return entries.isEmpty() || closed ? 0 : clock.getAsLong() - unreadSince;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages wait. */
    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }
}
