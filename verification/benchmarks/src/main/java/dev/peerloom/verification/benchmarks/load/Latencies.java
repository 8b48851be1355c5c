package dev.peerloom.verification.benchmarks.load;

import java.util.Arrays;
import java.util.Map;

/** Times of single operations. Owned by one thread. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = value;
    }

    void putInto(Map<String, Double> figures) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        figures.put(Stage.P50, at(sorted, 0.5));
        figures.put(Stage.P99, at(sorted, 0.99));
        figures.put(Stage.P999, at(sorted, 0.999));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (sorted.length * share)] / 1e3;
    }
}
