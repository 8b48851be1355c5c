package dev.peerloom.core.peer;

/**
 * How many peers there may be, trusted ones not counted.
 *
 * @param maxPeers how many at most
 * @param dialRatio one peer in that many is one that we dialled; 0 for none but static ones
 */
public record PeerLimits(int maxPeers, int dialRatio) {
    /** Checks the ranges. */
    public PeerLimits {
        if (maxPeers < 0 || dialRatio < 0) {
            throw new IllegalArgumentException(
                    "limits are 0 or more: " + maxPeers + ", " + dialRatio);
        }
    }

    /** How many peers that sources named are dialled. One even where the ratio leaves none. */
    public int maxDialled() {
        return dialRatio == 0 || maxPeers == 0 ? 0 : Math.max(1, share());
    }

    /**
     * How many places are kept for peers that we dial, which those that dial us do not get. Where
     * nobody is there to be dialled, no place is kept for him.
     *
     * @param sources whether there are sources of nodes to dial
     * @param fixed how many static peers there are
     */
    public int reserved(boolean sources, int fixed) {
        return sources ? share() : Math.min(share(), fixed);
    }

    private int share() {
        return dialRatio == 0 ? 0 : maxPeers / dialRatio;
    }
}
