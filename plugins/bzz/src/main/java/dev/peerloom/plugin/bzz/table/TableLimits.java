package dev.peerloom.plugin.bzz.table;

import java.time.Duration;

/**
 * How full the table is meant to be. The defaults are go-ethereum's, where it has them.
 *
 * @param neighbourhoodSize how many of the nearest peers make the neighbourhood, at least 1
 * @param minBinSize how many connected peers satisfy a bin outside of the neighbourhood, at least 1
 * @param maxKnown how many nodes a bin remembers, so that who invents nodes cannot fill memory
 * @param retryInterval how long a node that did not come is left alone at first; twice as long
 *     after each further attempt
 */
public record TableLimits(
        int neighbourhoodSize, int minBinSize, int maxKnown, Duration retryInterval) {
    /** What Swarm's nodes use. */
    public static final TableLimits DEFAULT = new TableLimits(2, 2, 32, Duration.ofMillis(4200));

    /** Throws IllegalArgumentException for limits below those said above. */
    public TableLimits {
        if (neighbourhoodSize < 1 || minBinSize < 1 || maxKnown < 1) {
            throw new IllegalArgumentException("sizes of a table are at least 1");
        }
    }
}
