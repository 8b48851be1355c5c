package dev.peerloom.core.peer;

import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.fault.CodeWatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;
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

    private final String owner;
    private final Class<E> type;
    private final List<Class<? extends E>> kinds;
    private final Consumer<? super E> consumer;
    private final CodeWatch watch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<E> queue = new ArrayDeque<>();
    private long lost;
    private boolean closed;

    EventListener(String owner, Class<E> kind, Consumer<? super E> consumer, CodeWatch watch) {
        this(owner, kind, List.of(kind), consumer, watch);
    }

    /** Listens to several kinds of one type, and to each of them in order with the others. */
    EventListener(
            String owner,
            Class<E> type,
            List<Class<? extends E>> kinds,
            Consumer<? super E> consumer,
            CodeWatch watch) {
        this.watch = watch;
        this.owner = owner;
        this.type = type;
        this.kinds = List.copyOf(kinds);
        this.consumer = consumer;
        Thread.ofVirtual().name("events " + owner).start(this::run);
    }

    boolean accepts(Class<?> eventKind) {
        return kinds.stream().anyMatch(kind -> kind.isAssignableFrom(eventKind));
    }

    void offer(Object event) {
        if (!accepts(event.getClass())) {
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
            queue.add(type.cast(event));
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
        watch.threads().enter(owner);
        try {
            while (tellNext()) {
                // Until the end.
            }
        } catch (InterruptedException e) {
            watch.faults()
                    .record(
                            owner,
                            "interrupted listener",
                            "its listener to events was interrupted and has ended");
        } finally {
            watch.threads().leave();
        }
    }

    /**
     * Tells an event once there is one; false at the end. A method of its own: code that is
     * interpreted keeps what its variables held, and a listener that waits would keep the last
     * event's peer, with the classes of a plugin that was unloaded since.
     */
    private boolean tellNext() throws InterruptedException {
        E event = take();
        if (event == null) {
            return false;
        }
        tell(event);
        return true;
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
            watch.faults()
                    .record(
                            owner,
                            "slow listener " + type.getName(),
                            "its listener to events is too slow: %d lost".formatted(missed));
        }
        return event;
    }

    private void tell(E event) {
        try {
            consumer.accept(event);
        } catch (Throwable failure) {
            // Code of a plugin, Errors included: contained, and told.
            watch.faults().threw(owner, "its listener to events", failure);
        }
    }
}
