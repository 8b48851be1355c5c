package dev.peerloom.plugin.shh.pool;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Envelopes in the order in which they came, so that a peer is offered only what came since the
 * last time. Guarded by the pool's lock.
 */
final class ArrivalOrder {
    private static final int SMALLEST = 64;

    // The places of those that are gone are empty, and close up when they are the greater part.
    private long[] numbers = new long[SMALLEST];
    private @Nullable PooledEnvelope[] all = new @Nullable PooledEnvelope[SMALLEST];
    private int size;
    private int empty;

    /** Adds an envelope with a higher number than all before it. */
    void add(PooledEnvelope envelope) {
        if (size == all.length) {
            resize(2 * size);
        }
        numbers[size] = envelope.number;
        all[size++] = envelope;
    }

    void remove(PooledEnvelope envelope) {
        all[Arrays.binarySearch(numbers, 0, size, envelope.number)] = null;
        empty++;
        if (empty > SMALLEST && empty > size / 2) {
            closeUp();
        }
    }

    private void closeUp() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (all[i] != null) {
                numbers[kept] = numbers[i];
                all[kept++] = all[i];
            }
        }
        Arrays.fill(all, kept, size, null);
        size = kept;
        empty = 0;
        if (all.length > 4 * Math.max(kept, SMALLEST)) {
            resize(2 * Math.max(kept, SMALLEST));
        }
    }

    private void resize(int length) {
        numbers = Arrays.copyOf(numbers, length);
        all = Arrays.copyOf(all, length);
    }

    int size() {
        return size;
    }

    /** An envelope; null if it is gone. */
    @Nullable PooledEnvelope get(int index) {
        return all[index];
    }

    /** The index of the first that came after a number. */
    int firstAfter(long number) {
        int index = Arrays.binarySearch(numbers, 0, size, number);
        return index < 0 ? -index - 1 : index + 1;
    }
}
