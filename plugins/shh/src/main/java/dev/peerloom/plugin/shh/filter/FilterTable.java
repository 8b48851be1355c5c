package dev.peerloom.plugin.shh.filter;

import dev.peerloom.plugin.shh.message.Plaintext;
import dev.peerloom.plugin.shh.pool.CheckedEnvelope;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Topic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The filters of this node's users. Any thread may call any method: changes are guarded by the
 * object's lock; envelopes are matched against a snapshot, in the thread of the peer that sent
 * them, so that a peer pays for its messages.
 */
public final class FilterTable {
    private static final int MOST = 1024;

    /** A filter that nobody has asked for so long gives way to a new one, if there are too many. */
    private static final long ABANDONED_MILLIS = 5 * 60 * 1000;

    private final Map<String, Filter> filters = new LinkedHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), List.of());

    /** No filters. */
    public FilterTable() {}

    /** The filters by what they must be tried on. */
    private record Snapshot(Map<Topic, List<Filter>> byTopic, List<Filter> anyTopic) {
        static Snapshot of(Iterable<Filter> filters) {
            Map<Topic, List<Filter>> byTopic = new HashMap<>();
            List<Filter> anyTopic = new ArrayList<>();
            for (Filter filter : filters) {
                if (filter.criteria().topics().isEmpty()) {
                    anyTopic.add(filter);
                }
                for (Topic topic : filter.criteria().topics()) {
                    byTopic.computeIfAbsent(topic, t -> new ArrayList<>()).add(filter);
                }
            }
            return new Snapshot(byTopic, anyTopic);
        }
    }

    /**
     * Adds a filter.
     *
     * @param criteria which messages it is for
     * @param now milliseconds since 1970
     * @return its id
     * @throws IllegalArgumentException if there are too many
     */
    public synchronized String add(Criteria criteria, long now) {
        if (filters.size() >= MOST) {
            removeAbandoned(now);
        }
        String id = RandomId.create();
        filters.put(id, new Filter(criteria, now));
        changed();
        return id;
    }

    private void removeAbandoned(long now) {
        String oldest =
                filters.entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().lastAsked()))
                        .filter(entry -> now - entry.getValue().lastAsked() >= ABANDONED_MILLIS)
                        .map(Map.Entry::getKey)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "there are "
                                                        + MOST
                                                        + " filters already, all of them in use:"
                                                        + " delete some first"));
        filters.remove(oldest);
    }

    /**
     * Removes a filter.
     *
     * @param id its id
     * @throws IllegalArgumentException if there is none
     */
    public synchronized void remove(String id) {
        if (filters.remove(id) == null) {
            throw notFound();
        }
        changed();
    }

    private void changed() {
        snapshot = Snapshot.of(filters.values());
    }

    /**
     * Hands out the messages that a filter has kept since the last time.
     *
     * @param id its id
     * @param now milliseconds since 1970
     * @return the messages, oldest first
     * @throws IllegalArgumentException if there is no such filter
     */
    public List<ReceivedMessage> take(String id, long now) {
        Filter filter;
        synchronized (this) {
            filter = filters.get(id);
        }
        if (filter == null) {
            throw notFound();
        }
        return filter.take(now);
    }

    private static IllegalArgumentException notFound() {
        return new IllegalArgumentException("filter not found");
    }

    /**
     * What all filters together are interested in.
     *
     * @return the bloom filter of their topics; the full one if one of them takes any topic
     */
    public BloomFilter bloom() {
        Snapshot now = snapshot;
        return now.anyTopic.isEmpty()
                ? BloomFilter.ofTopics(now.byTopic.keySet())
                : BloomFilter.FULL;
    }

    /**
     * Tries an envelope on every filter that it may be for.
     *
     * @param checked the envelope
     * @param p2p whether a trusted peer sent it to this node alone
     */
    public void deliver(CheckedEnvelope checked, boolean p2p) {
        Snapshot now = snapshot;
        List<Filter> ofTopic = now.byTopic.getOrDefault(checked.envelope().topic(), List.of());
        if (ofTopic.isEmpty() && now.anyTopic.isEmpty()) {
            return;
        }
        Map<FilterKey, Optional<ReceivedMessage>> opened = new HashMap<>();
        byte[] data = checked.envelope().data();
        for (List<Filter> some : List.of(ofTopic, now.anyTopic)) {
            for (Filter filter : some) {
                Criteria criteria = filter.criteria();
                if (criteria.mayTake(checked.pow(), p2p)) {
                    opened.computeIfAbsent(criteria.key(), key -> open(key, checked, data))
                            .filter(criteria::takes)
                            .ifPresent(message -> dropped.add(filter.keep(message)));
                }
            }
        }
    }

    private static Optional<ReceivedMessage> open(
            FilterKey key, CheckedEnvelope checked, byte[] data) {
        return key.decrypt(data)
                .flatMap(Plaintext::decode)
                .map(plain -> new ReceivedMessage(plain, checked, key.recipient()));
    }

    /**
     * How many filters there are.
     *
     * @return their number
     */
    public synchronized int count() {
        return filters.size();
    }

    /**
     * How many messages went because nobody asked for them.
     *
     * @return their number since the start
     */
    public long dropped() {
        return dropped.sum();
    }
}
