package dev.peerloom.core.peer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory large messages may take at once on all links together, from their first bytes
 * until a protocol reads them. Each link has bounds of its own, but fifty peers that each leave the
 * last byte of 16 MiB out would fill a small heap. Thread-safe.
 */
final class MemoryBudget {
    /** Messages up to this size are not counted: 256 KiB. */
    static final int UNCOUNTED = 1 << 18;

    private final long total;
    private final AtomicLong used = new AtomicLong();

    MemoryBudget(long total) {
        this.total = total;
    }

    /** A quarter of what the heap can grow to. */
    static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
    }

    /** Takes that much, or nothing and false if there is not enough. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= total) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
