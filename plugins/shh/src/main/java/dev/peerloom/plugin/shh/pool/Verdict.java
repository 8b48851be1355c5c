package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.wire.Envelope;

/** What becomes of an envelope. */
public enum Verdict {
    /** It may go into the pool. */
    GOOD("is as it should be", false),

    /** It has ended, within the time that is borne: nobody's fault, and of no use. */
    EXPIRED("has expired", false),

    /** It ended too long ago to be on its way still. */
    LONG_EXPIRED("expired more than 20 s ago", true),

    /** It was sent in a future that no difference of clocks explains. */
    FROM_THE_FUTURE("was sent more than 10 s in the future", true),

    /** It is larger than the largest message. */
    TOO_LARGE("is larger than the largest message", true),

    /** Its topic is outside of the bloom filter that was announced. */
    UNWANTED_TOPIC("does not match the bloom filter", true),

    /** Its proof of work is below what is asked for. */
    TOO_LITTLE_WORK("has too low a PoW", true);

    private final String text;
    private final boolean breach;

    Verdict(String text, boolean breach) {
        this.text = text;
        this.breach = breach;
    }

    /**
     * Whether a peer that sends it breaks the rules.
     *
     * @return true if it is to be disconnected
     */
    public boolean isBreach() {
        return breach;
    }

    /** What is to be said of it: "has expired". */
    @Override
    public String toString() {
        return text;
    }

    /**
     * Judges what shows without any hashing, in the order of cost.
     *
     * @param envelope of a peer
     * @param requirements what this node asks for
     * @param now milliseconds since 1970
     * @return {@link #GOOD} if only the proof of work is left to be looked at
     */
    public static Verdict beforeHashing(Envelope envelope, Requirements requirements, long now) {
        long seconds = now / 1000;
        if (envelope.expiry() < seconds) {
            boolean longAgo = envelope.expiry() + 2 * Requirements.ALLOWANCE_SECONDS < seconds;
            return longAgo ? LONG_EXPIRED : EXPIRED;
        }
        // One that outlives its expiry's own zero came from nowhere; go-ethereum wraps around.
        long sent = envelope.expiry() - envelope.ttl();
        if (sent < 0 || sent - Requirements.ALLOWANCE_SECONDS > seconds) {
            return FROM_THE_FUTURE;
        }
        if (envelope.ttl() == 0) {
            return EXPIRED;
        }
        if (envelope.size() > requirements.maxMessageSize()) {
            return TOO_LARGE;
        }
        return requirements.wanted(envelope.topic(), now) ? GOOD : UNWANTED_TOPIC;
    }

    /**
     * Proof of work as it counts at a moment: one that was sent in the future, as our clock has it,
     * lives longer by so much and a second of latency.
     *
     * @param envelope the envelope
     * @param leadingZeros its work
     * @param now milliseconds since 1970
     * @return the proof of work
     */
    public static double pow(Envelope envelope, int leadingZeros, long now) {
        long sent = envelope.expiry() - envelope.ttl();
        long ahead = sent - now / 1000;
        return envelope.pow(leadingZeros, envelope.ttl() + (ahead > 0 ? ahead + 1 : 0));
    }
}
