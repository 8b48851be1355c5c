package dev.peerloom.core.nodes;

import dev.peerloom.api.DialCandidate;
import dev.peerloom.api.NodeSource;
import dev.peerloom.core.KnownNode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * The nodes of earlier runs as candidates, the best first: peers at once after a restart, while
 * discovery begins to look for others. Used by one thread.
 */
public final class KnownNodeSource implements NodeSource {
    /** When all have been named, they are named again after that long. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final int AT_ONCE = 200;

    private final NodeDatabase database;
    private final Deque<KnownNode> left = new ArrayDeque<>();

    /** The nodes of a database. */
    public KnownNodeSource(NodeDatabase database) {
        this.database = database;
        refill();
    }

    private void refill() {
        // Those that answered rather than not.
        database.best(AT_ONCE).stream().filter(node -> node.score() > 0).forEach(left::add);
    }

    @Override
    public DialCandidate next() throws InterruptedException {
        while (left.isEmpty()) {
            Thread.sleep(PAUSE);
            refill();
        }
        return new DialCandidate(left.remove().node(), Map.of());
    }
}
