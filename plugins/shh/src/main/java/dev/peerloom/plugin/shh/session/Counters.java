package dev.peerloom.plugin.shh.session;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What is counted, for metrics. Any thread adds and reads. */
public final class Counters {
    final LongAdder received = new LongAdder();
    final LongAdder known = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder forwarded = new LongAdder();
    final LongAdder posted = new LongAdder();
    final LongAdder direct = new LongAdder();

    /** All at zero. */
    public Counters() {}

    /**
     * Hands every counter to someone.
     *
     * @param target takes a name and a counter
     */
    public void forEach(BiConsumer<String, LongAdder> target) {
        target.accept("envelopes_received_total", received);
        target.accept("envelopes_known_total", known);
        target.accept("envelopes_expired_total", expired);
        target.accept("envelopes_refused_total", refused);
        target.accept("envelopes_forwarded_total", forwarded);
        target.accept("envelopes_posted_total", posted);
        target.accept("envelopes_direct_total", direct);
    }
}
