package dev.peerloom.core.peer;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands over what writers left pending, a millisecond later at the latest. A protocol that writes
 * and then reads hands over by itself; this is for one that writes and then does something else.
 * One daemon thread serves all links of a node: it ticks while there is something to do and sleeps
 * otherwise, so that a busy writer does not have to wake it for each message.
 */
final class Flusher implements AutoCloseable {
    private static final long TICK_NANOS = 1_000_000;
    private static final int IDLE_TICKS = 8;

    private final ConcurrentLinkedQueue<LinkWriter> dirty = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    Flusher() {
        thread = Thread.ofPlatform().name("peerloom-flusher").daemon().unstarted(this::run);
        thread.start();
    }

    /** Has a link flushed soon. Any thread. */
    void add(LinkWriter writer) {
        dirty.add(writer);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        int idle = 0;
        while (!closed) {
            LockSupport.parkNanos(this, TICK_NANOS);
            idle = flushAll() ? 0 : idle + 1;
            if (idle >= IDLE_TICKS) {
                sleep();
                idle = 0;
            }
        }
    }

    private boolean flushAll() {
        boolean any = false;
        for (LinkWriter writer = dirty.poll(); writer != null; writer = dirty.poll()) {
            writer.flushLater();
            any = true;
        }
        return any;
    }

    private void sleep() {
        asleep = true;
        while (dirty.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
