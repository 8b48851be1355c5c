package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.crypto.Hash32;
import dev.peerloom.plugin.shh.wire.Envelope;

import java.util.BitSet;

/** An envelope in the pool. What changes is guarded by the pool's lock. */
final class PooledEnvelope {
    /** What one costs beside its bytes: objects, and places in the pool's tables. */
    static final int OVERHEAD = 320;

    final Envelope envelope;
    final Hash32 hash;
    final double pow;

    /** Whether it goes on to peers; what a light node receives does not. */
    final boolean forwarded;

    /** Position in the order of arrival, from 1 on. */
    final long number;

    /** The peers that have it, by their places. */
    private final BitSet knownBy = new BitSet();

    private boolean gone;

    PooledEnvelope(CheckedEnvelope checked, boolean forwarded, long number) {
        this.envelope = checked.envelope();
        this.hash = checked.hash();
        this.pow = checked.pow();
        this.forwarded = forwarded;
        this.number = number;
    }

    int bytes() {
        return envelope.encodedLength() + OVERHEAD;
    }

    void markKnown(int place) {
        knownBy.set(place);
    }

    void forget(int place) {
        knownBy.clear(place);
    }

    boolean isKnownBy(int place) {
        return knownBy.get(place);
    }

    void markGone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }
}
