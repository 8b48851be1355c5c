package dev.peerloom.plugin.shh.session;

import dev.peerloom.plugin.shh.filter.Criteria;
import dev.peerloom.plugin.shh.filter.FilterTable;
import dev.peerloom.plugin.shh.pool.CheckedEnvelope;
import dev.peerloom.plugin.shh.pool.EnvelopePool;
import dev.peerloom.plugin.shh.pool.Requirements;
import dev.peerloom.plugin.shh.pool.Verdict;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;

import java.time.InstantSource;

/**
 * This node: what it asks of envelopes, its pool, its filters. Any thread may call any method;
 * changes of the requirements are guarded by the object's lock.
 */
public final class LocalNode {
    private final EnvelopePool pool;
    private final FilterTable filters = new FilterTable();
    private final Counters counters = new Counters();
    private final InstantSource clock;
    private volatile Requirements requirements;

    /**
     * A node without envelopes.
     *
     * @param requirements what it asks for at first
     * @param pool where it keeps envelopes
     * @param clock the time, for expiry and tolerance
     */
    public LocalNode(Requirements requirements, EnvelopePool pool, InstantSource clock) {
        this.requirements =
                requirements.light() ? requirements.withBloom(filters.bloom(), 0) : requirements;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * What the node asks for.
     *
     * @return the requirements as of now
     */
    public Requirements requirements() {
        return requirements;
    }

    /**
     * Where envelopes are.
     *
     * @return the pool
     */
    public EnvelopePool pool() {
        return pool;
    }

    /**
     * Where messages are kept for users.
     *
     * @return the filters
     */
    public FilterTable filters() {
        return filters;
    }

    /**
     * What is counted.
     *
     * @return the counters
     */
    public Counters counters() {
        return counters;
    }

    /**
     * The time.
     *
     * @return milliseconds since 1970
     */
    public long now() {
        return clock.millis();
    }

    /**
     * Asks for another proof of work.
     *
     * @param pow the least one
     */
    public synchronized void setMinPow(double pow) {
        requirements = requirements.withMinPow(pow, now());
    }

    /**
     * Asks for other topics.
     *
     * @param bloom the topics
     */
    public synchronized void setBloom(BloomFilter bloom) {
        requirements = requirements.withBloom(bloom, now());
    }

    /**
     * Accepts messages up to another size.
     *
     * @param bytes the largest
     */
    public synchronized void setMaxMessageSize(int bytes) {
        requirements = requirements.withMaxMessageSize(bytes);
    }

    /**
     * Becomes a light node, which asks only for the topics of its filters, or a full one.
     *
     * @param light whether to forward nothing
     */
    public synchronized void setLight(boolean light) {
        BloomFilter bloom = light ? filters.bloom() : BloomFilter.FULL;
        requirements = requirements.withLight(light).withBloom(bloom, now());
    }

    /**
     * Adds a filter, and asks for its topics if they were not asked for.
     *
     * @param criteria which messages it is for
     * @return its id
     */
    public synchronized String addFilter(Criteria criteria) {
        String id = filters.add(criteria, now());
        BloomFilter wanted = filters.bloom();
        if (requirements.light()) {
            askFor(wanted);
        } else if (!requirements.bloom().covers(wanted)) {
            askFor(requirements.bloom().or(wanted));
        }
        return id;
    }

    /**
     * Removes a filter. A light node asks for its topics no more.
     *
     * @param id its id
     */
    public synchronized void removeFilter(String id) {
        filters.remove(id);
        if (requirements.light()) {
            askFor(filters.bloom());
        }
    }

    private void askFor(BloomFilter bloom) {
        if (!bloom.equals(requirements.bloom())) {
            setBloom(bloom);
        }
    }

    /**
     * Sends an envelope of this node's to all peers that want it.
     *
     * @param checked the envelope, with work enough
     * @throws IllegalArgumentException if it may not be sent
     */
    public void post(CheckedEnvelope checked) {
        Envelope envelope = checked.envelope();
        Verdict verdict = Verdict.beforeHashing(envelope, requirements, now());
        // It is for others: that this node would not ask for its topic does not matter.
        if (verdict != Verdict.GOOD && verdict != Verdict.UNWANTED_TOPIC) {
            throw new IllegalArgumentException("the message " + verdict);
        }
        switch (pool.addOwn(checked)) {
            case NEW -> {
                counters.posted.increment();
                filters.deliver(checked, false);
            }
            case KNOWN -> {
                // The same bytes are on their way already.
            }
            case NO_ROOM ->
                    throw new IllegalArgumentException(
                            "the pool is full of messages with more work: ask for a higher"
                                    + " powTarget");
        }
    }
}
