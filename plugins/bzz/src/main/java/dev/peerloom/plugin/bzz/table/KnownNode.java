package dev.peerloom.plugin.bzz.table;

import dev.peerloom.plugin.bzz.overlay.Overlay;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;

import org.jspecify.annotations.Nullable;

/** A row of the table. Guarded by the table's lock. */
final class KnownNode {
    /** So often a node is tried. */
    static final int MAX_ATTEMPTS = 42;

    /** An address that was tried so often in vain gives way to another. */
    static final int DOUBTFUL = 2;

    final Overlay overlay;

    /** Where it can be dialled; null for a peer that is not to be told to others. */
    @Nullable SwarmNode node;

    boolean connected;
    long seenAt;
    int attempts;

    KnownNode(Overlay overlay, @Nullable SwarmNode node, long now) {
        this.overlay = overlay;
        this.node = node;
        this.seenAt = now;
    }

    /** Whether its time has come, given the factor by which each pause is longer than the last. */
    boolean mayBeTried(long now, long interval, double factor) {
        if (node == null || connected || attempts > MAX_ATTEMPTS) {
            return false;
        }
        int allowed = 0;
        for (double left = now - seenAt; left > interval; left /= factor) {
            allowed++;
        }
        return allowed >= attempts;
    }

    boolean isDoubtful() {
        return !connected && attempts >= DOUBTFUL;
    }
}
