package dev.peerloom.testkit;

import dev.peerloom.api.Message;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The messages on their way to one end of a pipe: bounded in messages and in bytes. Any thread may
 * call anything; all fields are guarded by the lock.
 */
final class Inbox {
    private enum State {
        /** Messages are taken in and given out. */
        OPEN,
        /**
         * What is queued is given out; what arrives is dropped, as the reader will not ask for it.
         */
        READING_ENDED,
        /** What is queued is given out; nothing is taken in. */
        CLOSED
    }

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private final int maxMessages;
    private final long maxBytes;
    private long bytes;
    private State state = State.OPEN;

    Inbox(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Interruptible while it waits for room, not where there is nothing to wait for. */
    void put(Message message) throws EOFException, InterruptedException {
        lock.lock();
        try {
            while (state == State.OPEN && !hasRoomFor(message)) {
                changed.await();
            }
            if (!accept(message)) {
                throw new EOFException("the link is closed: nothing was sent");
            }
        } finally {
            lock.unlock();
        }
    }

    boolean offer(Message message) {
        lock.lock();
        try {
            return (state != State.OPEN || hasRoomFor(message)) && accept(message);
        } finally {
            lock.unlock();
        }
    }

    Message take() throws EOFException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty() && state == State.OPEN) {
                changed.await();
            }
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** Null once the time has passed; a time of 0 or less does not wait. */
    @Nullable Message poll(long nanos) throws EOFException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (queue.isEmpty() && state == State.OPEN) {
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            return next();
        } finally {
            lock.unlock();
        }
    }

    void endReading() {
        become(State.READING_ENDED);
    }

    void close() {
        become(State.CLOSED);
    }

    private void become(State next) {
        lock.lock();
        try {
            if (state.compareTo(next) < 0) {
                state = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean accept(Message message) {
        if (state == State.OPEN) {
            queue.add(message);
            bytes += message.payload().length;
            changed.signalAll();
        }
        return state != State.CLOSED;
    }

    private Message next() throws EOFException {
        Message message = queue.poll();
        if (message == null) {
            throw new EOFException("the link is closing");
        }
        bytes -= message.payload().length;
        changed.signalAll();
        return message;
    }

    /** A message larger than the whole inbox goes into an empty one: else it would never arrive. */
    private boolean hasRoomFor(Message message) {
        boolean fits = queue.size() < maxMessages && bytes + message.payload().length <= maxBytes;
        return fits || queue.isEmpty();
    }

    /** For tests that wait until a writer is blocked or has gone through. */
    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    static long nanos(Duration timeout) {
        return TimeUnit.NANOSECONDS.convert(timeout);
    }
}
