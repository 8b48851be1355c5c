package dev.peerloom.core.peer;

import dev.peerloom.api.PeerEvent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One listener with its queue and its thread. Queue and counters are guarded by the lock; the
 * consumer is called on the thread only.
 */
final class EventListener<E> {
    /** How many message events may wait; connects and disconnects get as much again on top. */
    static final int MESSAGE_LIMIT = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(EventListener.class);

    private final String owner;
    private final Class<E> kind;
    private final Consumer<? super E> consumer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<E> queue = new ArrayDeque<>();
    private long lost;
    private boolean closed;
    private boolean failureLogged;

    EventListener(String owner, Class<E> kind, Consumer<? super E> consumer) {
        this.owner = owner;
        this.kind = kind;
        this.consumer = consumer;
        Thread.ofVirtual().name("events " + owner).start(this::run);
    }

    boolean accepts(Class<?> eventKind) {
        return kind.isAssignableFrom(eventKind);
    }

    void offer(Object event) {
        if (!kind.isInstance(event)) {
            return;
        }
        boolean ofMessage =
                event instanceof PeerEvent.MessageSent
                        || event instanceof PeerEvent.MessageReceived;
        int limit = ofMessage ? MESSAGE_LIMIT : 2 * MESSAGE_LIMIT;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (queue.size() >= limit) {
                lost++;
                return;
            }
            queue.add(kind.cast(event));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What is queued is told still, and nothing more. */
    void close() {
        end(false);
    }

    /** Nothing is told any more. */
    void discard() {
        end(true);
    }

    private void end(boolean now) {
        lock.lock();
        try {
            closed = true;
            if (now) {
                queue.clear();
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (E event = take(); event != null; event = take()) {
                tell(event);
            }
        } catch (InterruptedException e) {
            LOG.warn("Plugin {}: its listener to events was interrupted and has ended", owner);
        }
    }

    private @Nullable E take() throws InterruptedException {
        long missed;
        E event;
        lock.lock();
        try {
            while (queue.isEmpty() && !closed) {
                arrived.await();
            }
            missed = lost;
            lost = 0;
            event = queue.poll();
        } finally {
            lock.unlock();
        }
        if (missed > 0) {
            LOG.warn("Plugin {}: its listener to events is too slow: {} lost", owner, missed);
        }
        return event;
    }

    private void tell(E event) {
        try {
            consumer.accept(event);
        } catch (Throwable failure) {
            // Code of a plugin, Errors included: contained, and named once.
            if (!failureLogged) {
                failureLogged = true;
                LOG.warn("Plugin {}: its listener to events failed", owner, failure);
            }
        }
    }
}
