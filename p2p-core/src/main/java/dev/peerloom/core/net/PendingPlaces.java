package dev.peerloom.core.net;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections that came in are in their handshakes at once. Those beyond wait for a place,
 * first come first served, and while many wait no further ones are accepted: they stay in the
 * system's queue, where they cost us nothing. Turning them away instead would punish a burst of
 * honest peers. Thread-safe.
 */
final class PendingPlaces {
    /** With this many waiting, accepting stops. */
    static final int MAX_WAITING = 64;

    private final Places places;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Runnable onChange;

    /**
     * Free places.
     *
     * @param onChange runs when {@link #acceptsMore} may have changed
     */
    PendingPlaces(int count, Runnable onChange) {
        this.places = new Places(count);
        this.onChange = onChange;
    }

    /** A semaphore whose number of permits can change. */
    private static final class Places extends Semaphore {
        private static final long serialVersionUID = 1;
        private int count;

        Places(int count) {
            super(count, true);
            this.count = count;
        }

        synchronized void resize(int next) {
            if (next > count) {
                release(next - count);
            } else {
                reducePermits(count - next);
            }
            count = next;
        }
    }

    /** Changes how many places there are; handshakes that have begun go on. */
    void resize(int count) {
        places.resize(count);
    }

    /** Whether further connections should be accepted. */
    boolean acceptsMore() {
        return waiting.get() < MAX_WAITING;
    }

    /** A connection waits; to be said where it is accepted, before {@link #enter}. */
    void arrive() {
        if (waiting.incrementAndGet() == MAX_WAITING) {
            onChange.run();
        }
    }

    /** Waits for a place. */
    void enter() throws InterruptedException {
        try {
            places.acquire();
        } finally {
            if (waiting.getAndDecrement() == MAX_WAITING) {
                onChange.run();
            }
        }
    }

    /** Gives a place back. */
    void leave() {
        places.release();
    }
}
