package dev.peerloom.core.dial;

import dev.peerloom.api.NodeId;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.random.RandomGenerator;

/**
 * Which nodes were dialled lately: they turn away who comes back within 30 s. Owned by its {@link
 * DialPlan}.
 */
final class DialHistory {
    /** For at least that long a node that was dialled is not dialled again. */
    static final Duration REDIAL = Duration.ofSeconds(35);

    /** How many nodes are remembered. */
    static final int MAX_NODES = 10_000;

    private static final long JITTER = REDIAL.toNanos() / 10;

    private final RandomGenerator random;
    // In the order of their dials, which is that of their ends but for the jitter.
    private final LinkedHashMap<NodeId, Long> until = new LinkedHashMap<>();

    DialHistory(RandomGenerator random) {
        this.random = random;
    }

    /** Whether one more node could be remembered. */
    boolean hasRoom(long now) {
        forget(now);
        return until.size() < MAX_NODES;
    }

    /** A node is dialled now. */
    void dialled(NodeId id, long now) {
        forget(now);
        until.remove(id);
        if (until.size() >= MAX_NODES) {
            until.pollFirstEntry();
        }
        until.put(id, now + REDIAL.toNanos() + random.nextLong(JITTER));
    }

    /** The first moment from now on at which a node may be dialled. */
    long earliest(NodeId id, long now) {
        Long end = until.get(id);
        return end == null || end - now <= 0 ? now : end;
    }

    private void forget(long now) {
        for (Iterator<Long> ends = until.values().iterator(); ends.hasNext(); ) {
            if (ends.next() - now > 0) {
                return;
            }
            ends.remove();
        }
    }
}
