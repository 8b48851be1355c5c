package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.PowRequirement;
import dev.peerloom.plugin.shh.wire.Topic;

/**
 * What this node asks of envelopes. Peers are told of changes; for ten seconds after one, what the
 * former requirement let through is borne. Immutable.
 */
public final class Requirements {
    /** For how long the former requirement is borne, and how far clocks may differ. */
    public static final int ALLOWANCE_SECONDS = 10;

    /** What nobody may ask for more than. */
    public static final int LARGEST_MESSAGE = 10 << 20;

    private final Tolerant<Double> pow;
    private final Tolerant<BloomFilter> bloom;
    private final int maxMessageSize;
    private final boolean light;

    private Requirements(
            Tolerant<Double> pow, Tolerant<BloomFilter> bloom, int maxMessageSize, boolean light) {
        this.pow = pow;
        this.bloom = bloom;
        this.maxMessageSize = maxMessageSize;
        this.light = light;
    }

    /**
     * The requirements to begin with.
     *
     * @param minPow the least proof of work, finite and not negative
     * @param bloom the topics
     * @param maxMessageSize bytes, up to {@link #LARGEST_MESSAGE}
     * @param light whether the node forwards nothing
     * @return the requirements
     */
    public static Requirements of(
            double minPow, BloomFilter bloom, int maxMessageSize, boolean light) {
        return new Requirements(
                Tolerant.of(checkPow(minPow)),
                Tolerant.of(bloom),
                checkSize(maxMessageSize),
                light);
    }

    private static double checkPow(double pow) {
        if (!PowRequirement.isLegal(pow)) {
            throw new IllegalArgumentException("invalid PoW: " + pow);
        }
        return pow;
    }

    private static int checkSize(int bytes) {
        if (bytes < Envelope.HEADER_SIZE || bytes > LARGEST_MESSAGE) {
            throw new IllegalArgumentException(
                    "a message size is within "
                            + Envelope.HEADER_SIZE
                            + " and "
                            + LARGEST_MESSAGE
                            + " bytes, not "
                            + bytes);
        }
        return bytes;
    }

    /**
     * The same with another proof of work.
     *
     * @param value the least proof of work
     * @param now milliseconds since 1970
     * @return the new requirements
     * @throws IllegalArgumentException if nobody can meet it
     */
    public Requirements withMinPow(double value, long now) {
        double lowest = Math.min(checkPow(value), Math.min(pow.current(), pow.borne(now)));
        return new Requirements(
                new Tolerant<>(value, lowest, toleranceFrom(now)), bloom, maxMessageSize, light);
    }

    /**
     * The same with other topics.
     *
     * @param value the topics
     * @param now milliseconds since 1970
     * @return the new requirements
     */
    public Requirements withBloom(BloomFilter value, long now) {
        BloomFilter widest = value.or(bloom.current()).or(bloom.borne(now));
        return new Requirements(
                pow, new Tolerant<>(value, widest, toleranceFrom(now)), maxMessageSize, light);
    }

    private static long toleranceFrom(long now) {
        return now + ALLOWANCE_SECONDS * 1000L;
    }

    /**
     * The same with another size.
     *
     * @param bytes the largest message
     * @return the new requirements
     * @throws IllegalArgumentException if it is out of bounds
     */
    public Requirements withMaxMessageSize(int bytes) {
        return new Requirements(pow, bloom, checkSize(bytes), light);
    }

    /**
     * The same as a light node, or as a full one.
     *
     * @param value whether the node forwards nothing
     * @return the new requirements
     */
    public Requirements withLight(boolean value) {
        return new Requirements(pow, bloom, maxMessageSize, value);
    }

    /**
     * The least proof of work.
     *
     * @return what peers are told
     */
    public double minPow() {
        return pow.current();
    }

    /**
     * The topics.
     *
     * @return what peers are told
     */
    public BloomFilter bloom() {
        return bloom.current();
    }

    /**
     * The largest message.
     *
     * @return bytes
     */
    public int maxMessageSize() {
        return maxMessageSize;
    }

    /**
     * Whether the node forwards nothing.
     *
     * @return true for a light node
     */
    public boolean light() {
        return light;
    }

    /**
     * Whether an envelope has enough work, if need be by the former requirement.
     *
     * @param work its proof of work
     * @param now milliseconds since 1970
     * @return true if it has
     */
    public boolean enoughWork(double work, long now) {
        return work >= pow.current() || work >= pow.borne(now);
    }

    boolean wanted(Topic topic, long now) {
        return bloom.current().matches(topic) || bloom.borne(now).matches(topic);
    }
}
