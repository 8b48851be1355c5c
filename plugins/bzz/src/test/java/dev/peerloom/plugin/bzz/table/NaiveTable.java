package dev.peerloom.plugin.bzz.table;

import dev.peerloom.plugin.bzz.overlay.Overlay;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The table by its definitions: sets, and every number counted anew. */
final class NaiveTable {
    private final Overlay base;
    private final int neighbourhoodSize;
    private final int minBinSize;
    final Set<Overlay> known = new HashSet<>();
    final Set<Overlay> connected = new HashSet<>();

    NaiveTable(Overlay base, int neighbourhoodSize, int minBinSize) {
        this.base = base;
        this.neighbourhoodSize = neighbourhoodSize;
        this.minBinSize = minBinSize;
    }

    int order(Overlay overlay) {
        int order = 0;
        while (order < 256 && bit(base, order) == bit(overlay, order)) {
            order++;
        }
        return order;
    }

    private static boolean bit(Overlay overlay, int index) {
        long[] words = {overlay.a(), overlay.b(), overlay.c(), overlay.d()};
        return (words[index / 64] >>> (63 - index % 64) & 1) != 0;
    }

    int size(int bin) {
        return (int) connected.stream().filter(peer -> order(peer) == bin).count();
    }

    private int[] orders() {
        return connected.stream().mapToInt(this::order).toArray();
    }

    /** The largest order such that so many peers are at least that near; 0 if there are no more. */
    private int radius() {
        if (connected.size() <= neighbourhoodSize) {
            return 0;
        }
        int[] orders = orders();
        return largest(
                order ->
                        IntStream.of(orders).filter(one -> one >= order).count()
                                >= neighbourhoodSize);
    }

    int depth() {
        return allBinsBefore(1);
    }

    int saturation() {
        return allBinsBefore(minBinSize);
    }

    /** The largest order within the radius such that all bins before it have so many peers. */
    private int allBinsBefore(int peers) {
        int radius = radius();
        int[] orders = orders();
        return largest(
                order ->
                        order <= radius
                                && IntStream.range(0, order)
                                        .allMatch(
                                                bin ->
                                                        IntStream.of(orders)
                                                                        .filter(one -> one == bin)
                                                                        .count()
                                                                >= peers));
    }

    private static int largest(IntPredicate holds) {
        return IntStream.rangeClosed(-255, 0).map(i -> -i).filter(holds).findFirst().orElseThrow();
    }

    /** Whether a node is worth a call: it is not here, and its bin is not full. */
    boolean isWanted(Overlay node) {
        return known.contains(node)
                && !connected.contains(node)
                && effectiveSize(node) < minBinSize;
    }

    boolean isNeighbour(Overlay node) {
        return order(node) >= depth();
    }

    /** In the neighbourhood no bin is full. */
    int effectiveSize(Overlay node) {
        int size = size(order(node));
        return isNeighbour(node) ? Math.min(size, minBinSize - 1) : size;
    }
}
