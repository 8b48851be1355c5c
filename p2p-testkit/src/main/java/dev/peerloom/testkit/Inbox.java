package dev.peerloom.testkit;

import dev.peerloom.api.Message;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

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

    /** What a writer is told that has waited for room as long as a node lets it. */
    static final class StalledException extends EOFException {
        private static final long serialVersionUID = 1;

        StalledException(Duration limit) {
            super("the peer took nothing for " + limit.toSeconds() + " s");
        }
    }

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private final Consumer<Message> passed;
    private final UnreadWatch watch;
    private int maxMessages;
    private long maxBytes;
    private long bytes;
    private int readersWaiting;
    private int writersWaiting;
    private State state = State.OPEN;

    /**
     * An empty inbox.
     *
     * @param passed is told of every message that is taken in, in their order
     * @param watch is told whether messages wait and are read
     */
    Inbox(int maxMessages, long maxBytes, Consumer<Message> passed, UnreadWatch watch) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.passed = passed;
        this.watch = watch;
    }

    /**
     * Puts a message in, or nothing of it if the thread is interrupted.
     *
     * @throws StalledException if there was no room for the limit's time
     */
    void put(Message message, PipeTime time, Duration limit)
            throws EOFException, InterruptedException {
        lock.lockInterruptibly();
        try {
            long deadline = Long.MIN_VALUE;
            while (state == State.OPEN && !hasRoomFor(message)) {
                if (deadline == Long.MIN_VALUE) {
                    deadline = time.deadline(nanos(limit));
                } else if (time.isPast(deadline)) {
                    throw new StalledException(limit);
                }
                awaitRoom(time, deadline);
            }
            if (!accept(message)) {
                throw new EOFException("the link is closed: nothing was sent");
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(PipeTime time, long deadline) throws InterruptedException {
        writersWaiting++;
        try {
            time.await(lock, changed, deadline);
        } finally {
            writersWaiting--;
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

    /**
     * Null once the time has passed; a time of 0 or less does not wait. Interruptible while it
     * waits: what is there is given out even so, as by a node.
     */
    @Nullable Message poll(PipeTime time, long nanos) throws EOFException, InterruptedException {
        lock.lock();
        try {
            long deadline = nanos <= 0 ? Long.MIN_VALUE : time.deadline(nanos);
            while (queue.isEmpty() && state == State.OPEN) {
                if (nanos <= 0 || time.isPast(deadline)) {
                    return null;
                }
                readersWaiting++;
                try {
                    time.await(lock, changed, deadline);
                } finally {
                    readersWaiting--;
                }
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

    /** Nothing more comes out, either: the protocol at this end has returned. */
    void discard() {
        lock.lock();
        try {
            queue.clear();
            bytes = 0;
            become(State.CLOSED);
        } finally {
            lock.unlock();
        }
    }

    private void become(State next) {
        lock.lock();
        try {
            if (state.compareTo(next) < 0) {
                state = next;
                watch.closed();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean accept(Message message) {
        if (state == State.OPEN) {
            if (queue.isEmpty()) {
                watch.waiting();
            }
            queue.add(message);
            bytes += message.payload().length;
            changed.signalAll();
        }
        if (state != State.CLOSED) {
            passed.accept(message);
        }
        return state != State.CLOSED;
    }

    private Message next() throws EOFException {
        Message message = queue.poll();
        if (message == null) {
            throw new EOFException("the link is closing");
        }
        bytes -= message.payload().length;
        if (queue.isEmpty()) {
            watch.empty();
        } else {
            watch.read();
        }
        changed.signalAll();
        return message;
    }

    /** A message larger than the whole inbox goes into an empty one: else it would never arrive. */
    private boolean hasRoomFor(Message message) {
        boolean fits = queue.size() < maxMessages && bytes + message.payload().length <= maxBytes;
        return fits || queue.isEmpty();
    }

    void capacity(int messages, long limit) {
        lock.lock();
        try {
            maxMessages = messages;
            maxBytes = limit;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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

    /** Whether nobody here is about to go on: no reader that has a message, no writer with room. */
    boolean isSettled() {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            boolean over = state != State.OPEN && readersWaiting + writersWaiting > 0;
            boolean readable = readersWaiting > 0 && !queue.isEmpty();
            return !over && !readable && !lock.hasQueuedThreads();
        } finally {
            lock.unlock();
        }
    }

    static long nanos(Duration timeout) {
        return TimeUnit.NANOSECONDS.convert(timeout);
    }
}
