package dev.peerloom.plugin.bzz.table;

/**
 * How many peers are connected in each bin, and what follows from that. Immutable.
 *
 * <p>The figures are go-ethereum's: its neighbours judge us by them.
 */
final class BinSizes {
    private final int[] sizes;
    private final int radius;
    private final int depth;

    /** Takes the sizes over. */
    BinSizes(int[] sizes, int neighbourhoodSize) {
        this.sizes = sizes;
        this.radius = radius(neighbourhoodSize);
        this.depth = firstBelow(1);
    }

    /** The deepest bin such that it and those after it have the neighbourhood's size. */
    private int radius(int neighbourhoodSize) {
        int total = 0;
        for (int size : sizes) {
            total += size;
        }
        if (total <= neighbourhoodSize) {
            return 0;
        }
        int nearer = 0;
        int bin = sizes.length;
        while (nearer < neighbourhoodSize) {
            bin--;
            nearer += sizes[bin];
        }
        return bin;
    }

    /** The first bin with fewer peers, or the neighbourhood's radius if that comes before. */
    private int firstBelow(int peers) {
        int bin = 0;
        while (bin < radius && sizes[bin] >= peers) {
            bin++;
        }
        return bin;
    }

    /** Where the neighbourhood begins. */
    int depth() {
        return depth;
    }

    /** The first bin that wants peers. */
    int saturation(int minBinSize) {
        return firstBelow(minBinSize);
    }

    /**
     * The size of a bin as far as suggestions go: in the neighbourhood, and behind a gap, no bin is
     * ever full, because all who are there are wanted.
     */
    int wanting(int bin, int minBinSize) {
        return bin >= depth ? Math.min(sizes[bin], minBinSize - 1) : sizes[bin];
    }
}
