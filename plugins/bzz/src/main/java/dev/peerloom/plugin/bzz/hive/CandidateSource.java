package dev.peerloom.plugin.bzz.hive;

import dev.peerloom.api.DialCandidate;
import dev.peerloom.api.NodeSource;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.plugin.bzz.table.KademliaTable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The table's suggestions as candidates for the dial scheduler, which pulls them while it wants
 * some. Thread-safe.
 */
public final class CandidateSource implements NodeSource {
    /** go-ethereum's hive asks its table twice a second. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final KademliaTable table;
    private final HiveCounters counters;
    private final Semaphore changed = new Semaphore(0);

    /**
     * A source.
     *
     * @param table whom to suggest
     * @param counters what is counted
     */
    public CandidateSource(KademliaTable table, HiveCounters counters) {
        this.table = table;
        this.counters = counters;
    }

    /** The table has changed: somebody may be worth a call now. */
    public void changed() {
        changed.release();
    }

    @Override
    public DialCandidate next() throws InterruptedException {
        while (true) {
            changed.drainPermits();
            Optional<SwarmNode> node = table.suggest();
            if (node.isPresent()) {
                counters.suggestions.increment();
                return new DialCandidate(node.get().enode(), Map.of());
            }
            // Otherwise time makes a candidate of one that was tried before.
            boolean _ = changed.tryAcquire(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
