package dev.peerloom.plugin.bzz.hive;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What is counted, for metrics. Any thread adds and reads. */
public final class HiveCounters {
    final LongAdder nodesReceived = new LongAdder();
    final LongAdder nodesTold = new LongAdder();
    final LongAdder suggestions = new LongAdder();
    final LongAdder handshakesRefused = new LongAdder();

    /** All at zero. */
    public HiveCounters() {}

    /**
     * Hands every counter to someone.
     *
     * @param target takes a name and a counter
     */
    public void forEach(BiConsumer<String, LongAdder> target) {
        target.accept("nodes_received_total", nodesReceived);
        target.accept("nodes_told_total", nodesTold);
        target.accept("suggestions_total", suggestions);
        target.accept("handshakes_refused_total", handshakesRefused);
    }

    /** Counts a handshake that ended the session. */
    public void handshakeRefused() {
        handshakesRefused.increment();
    }
}
