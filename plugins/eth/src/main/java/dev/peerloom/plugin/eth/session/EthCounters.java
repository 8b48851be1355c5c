package dev.peerloom.plugin.eth.session;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** What the sessions count, for metrics. Any thread adds and reads. */
public final class EthCounters {
    final LongAdder headersServed = new LongAdder();
    final LongAdder bodiesServed = new LongAdder();
    final LongAdder requestsServed = new LongAdder();
    final LongAdder headersFetched = new LongAdder();
    final LongAdder transactionsReceived = new LongAdder();
    final LongAdder transactionsAnnounced = new LongAdder();
    final LongAdder rangeUpdatesReceived = new LongAdder();
    final LongAdder rangeUpdatesSent = new LongAdder();
    final LongAdder statusRejected = new LongAdder();

    /** All at zero. */
    public EthCounters() {}

    /**
     * Hands every counter to someone.
     *
     * @param target takes a name and a counter
     */
    public void forEach(BiConsumer<String, LongAdder> target) {
        target.accept("headers_served_total", headersServed);
        target.accept("bodies_served_total", bodiesServed);
        target.accept("requests_served_total", requestsServed);
        target.accept("headers_fetched_total", headersFetched);
        target.accept("transactions_received_total", transactionsReceived);
        target.accept("transactions_announced_total", transactionsAnnounced);
        target.accept("range_updates_received_total", rangeUpdatesReceived);
        target.accept("range_updates_sent_total", rangeUpdatesSent);
        target.accept("status_rejected_total", statusRejected);
    }
}
