package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.crypto.Hash32;
import dev.peerloom.plugin.shh.wire.Envelopes;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The envelopes that have not expired, bounded in bytes: when it is full, those with the lowest
 * proof of work leave. It knows which peer has which envelope; a peer is a place, a small number
 * that is given out again when the peer has gone.
 *
 * <p>Any thread may call any method; everything is guarded by the object's own lock, which is never
 * held while hashing, decrypting or writing.
 */
public final class EnvelopePool {
    private final long maxBytes;
    private final Map<Hash32, PooledEnvelope> byHash = new HashMap<>();
    private final TreeMap<Long, Set<PooledEnvelope>> byExpiry = new TreeMap<>();
    private final ArrivalOrder order = new ArrivalOrder();

    /** Lowest first, among equals the newest. */
    private final PriorityQueue<PooledEnvelope> byWork =
            new PriorityQueue<>(
                    Comparator.comparingDouble((PooledEnvelope one) -> one.pow)
                            .thenComparing((one, other) -> Long.compare(other.number, one.number)));

    private final BitSet places = new BitSet();
    private long bytes;
    private long lastNumber;
    private long evicted;

    /**
     * An empty pool.
     *
     * @param maxBytes how much it may hold
     */
    public EnvelopePool(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What became of an envelope. */
    public enum Added {
        /** It is in the pool now. */
        NEW,
        /** It was in the pool before. */
        KNOWN,
        /** The pool is full of envelopes with more work. */
        NO_ROOM
    }

    /**
     * A place for a peer.
     *
     * @return the place, which no other peer has
     */
    public synchronized int openPlace() {
        int place = places.nextClearBit(0);
        places.set(place);
        return place;
    }

    /**
     * Gives a place back: its peer has gone, and what it knew is forgotten.
     *
     * @param place the place
     */
    public synchronized void closePlace(int place) {
        byHash.values().forEach(one -> one.forget(place));
        places.clear(place);
    }

    /**
     * Whether an envelope is here; if so, the peer is known to have it.
     *
     * @param hash the envelope's name
     * @param place the peer that sent it
     * @return true if it is in the pool
     */
    public synchronized boolean contains(Hash32 hash, int place) {
        PooledEnvelope known = byHash.get(hash);
        if (known == null) {
            return false;
        }
        known.markKnown(place);
        return true;
    }

    /**
     * Takes an envelope of a peer in.
     *
     * @param checked an envelope that may be in the pool
     * @param forwarded whether it goes on to other peers
     * @param place the peer that sent it
     * @return what became of it
     */
    public synchronized Added add(CheckedEnvelope checked, boolean forwarded, int place) {
        if (contains(checked.hash(), place)) {
            return Added.KNOWN;
        }
        PooledEnvelope added = insert(checked, forwarded);
        added.markKnown(place);
        evict();
        return added.isGone() ? Added.NO_ROOM : Added.NEW;
    }

    /**
     * Takes an envelope of this node's in: it goes to every peer that wants it.
     *
     * @param checked an envelope that may be in the pool
     * @return what became of it
     */
    public synchronized Added addOwn(CheckedEnvelope checked) {
        if (byHash.containsKey(checked.hash())) {
            return Added.KNOWN;
        }
        PooledEnvelope added = insert(checked, true);
        evict();
        return added.isGone() ? Added.NO_ROOM : Added.NEW;
    }

    private PooledEnvelope insert(CheckedEnvelope checked, boolean forwarded) {
        PooledEnvelope one = new PooledEnvelope(checked, forwarded, ++lastNumber);
        byHash.put(one.hash, one);
        byWork.add(one);
        byExpiry.computeIfAbsent(one.envelope.expiry(), expiry -> new HashSet<>()).add(one);
        order.add(one);
        bytes += one.bytes();
        return one;
    }

    private void evict() {
        while (bytes > maxBytes) {
            PooledEnvelope lowest = byWork.remove();
            remove(lowest);
            removeExpiry(lowest);
            evicted++;
        }
    }

    private void remove(PooledEnvelope one) {
        one.markGone();
        byHash.remove(one.hash);
        bytes -= one.bytes();
        order.remove(one);
    }

    private void removeExpiry(PooledEnvelope one) {
        byExpiry.computeIfPresent(
                one.envelope.expiry(),
                (expiry, all) -> {
                    all.remove(one);
                    return all.isEmpty() ? null : all;
                });
    }

    /**
     * Drops what has expired.
     *
     * @param now milliseconds since 1970
     * @return how many envelopes
     */
    public synchronized int expire(long now) {
        SortedMap<Long, Set<PooledEnvelope>> expired = byExpiry.headMap(now / 1000);
        int count = 0;
        for (Set<PooledEnvelope> all : expired.values()) {
            all.forEach(this::remove);
            count += all.size();
        }
        expired.clear();
        if (count > 0) {
            byWork.removeIf(PooledEnvelope::isGone);
        }
        return count;
    }

    /**
     * Looks for what a peer wants and has not got.
     *
     * @param place the peer
     * @param wants what it asked for
     * @param after the number up to which it was looked for before; 0 for all
     * @param maxEncoded how long the message may become; a single envelope may exceed it
     * @return the envelopes, none of them marked yet
     */
    public synchronized Bundle collect(int place, Wants wants, long after, long maxEncoded) {
        List<PooledEnvelope> found = new ArrayList<>();
        long length = 0;
        long through = after;
        for (int i = order.firstAfter(after); i < order.size(); i++) {
            PooledEnvelope one = order.get(i);
            if (one == null) {
                continue;
            }
            if (one.forwarded && !one.isKnownBy(place) && wants.include(one)) {
                length += one.envelope.encodedLength();
                if (!found.isEmpty() && Envelopes.encodedLength(length) > maxEncoded) {
                    return new Bundle(found, through, true);
                }
                found.add(one);
            }
            through = one.number;
        }
        return new Bundle(found, lastNumber, false);
    }

    /**
     * A peer has been sent a bundle.
     *
     * @param place the peer
     * @param bundle what it was sent
     */
    public synchronized void markSent(int place, Bundle bundle) {
        bundle.pooled().forEach(one -> one.markKnown(place));
    }

    /**
     * Whether anything came after a number.
     *
     * @param number the number
     * @return true if a peer that was served up to it may be served again
     */
    public synchronized boolean hasAfter(long number) {
        return lastNumber > number;
    }

    /**
     * How many envelopes there are.
     *
     * @return their number
     */
    public synchronized int count() {
        return byHash.size();
    }

    /**
     * What they take.
     *
     * @return bytes, an estimate of what surrounds each envelope included
     */
    public synchronized long bytes() {
        return bytes;
    }

    /**
     * How many left because others had more work.
     *
     * @return their number since the start
     */
    public synchronized long evicted() {
        return evicted;
    }
}
