package dev.peerloom.core.peer;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How much a socket has still to take of what was handed to it, and the place where writers wait
 * until it is less. Bytes are added by the holder of the write token and subtracted by the
 * connection's thread.
 */
final class Room {
    /** With more than this unsent, writers wait: 256 KiB. */
    static final int HIGH = 1 << 18;

    /** With no more than this unsent, they go on: 64 KiB. */
    static final int LOW = 1 << 16;

    /** There was no room for a whole write limit: the peer does not read. */
    static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1;

        TooSlowException(Duration limit) {
            super("the peer took nothing for " + limit.toSeconds() + " s");
        }
    }

    private final Duration limit;
    private final LongSupplier clock;
    private final AtomicLong unsent = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;
    private volatile long lastProgress;

    Room(Duration limit, LongSupplier clock) {
        this.limit = limit;
        this.clock = clock;
        this.lastProgress = clock.getAsLong();
    }

    boolean isOpen() {
        return !closed;
    }

    boolean isFull() {
        return unsent.get() > HIGH;
    }

    void handedOver(int bytes) {
        if (unsent.getAndAdd(bytes) == 0) {
            lastProgress = clock.getAsLong();
        }
    }

    void sent(int bytes) {
        lastProgress = clock.getAsLong();
        if (unsent.addAndGet(-bytes) <= LOW && waiting.get() > 0) {
            signal();
        }
    }

    long stalledNanos() {
        return unsent.get() <= 0 ? 0 : clock.getAsLong() - lastProgress;
    }

    void close() {
        closed = true;
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is room. */
    void await() throws IOException, InterruptedException {
        if (closed) {
            throw new EOFException("the link is closed");
        }
        if (!isFull()) {
            return;
        }
        lock.lockInterruptibly();
        waiting.incrementAndGet();
        try {
            long left = limit.toNanos();
            while (unsent.get() > LOW && !closed) {
                if (left <= 0) {
                    throw new TooSlowException(limit);
                }
                left = drained.awaitNanos(left);
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
        if (closed) {
            throw new EOFException("the link closed while a message was waiting to be sent");
        }
    }

    /** Waits until there is room, whatever interrupts; false if the link closed meanwhile. */
    boolean awaitUninterruptibly() {
        if (!isFull()) {
            return !closed;
        }
        lock.lock();
        waiting.incrementAndGet();
        try {
            while (unsent.get() > LOW && !closed) {
                drained.awaitUninterruptibly();
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
        return !closed;
    }
}
