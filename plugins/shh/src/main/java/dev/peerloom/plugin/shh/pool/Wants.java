package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.wire.BloomFilter;

/**
 * What a peer wants to be sent. Immutable.
 *
 * @param minPow the least proof of work
 * @param bloom the topics
 */
public record Wants(double minPow, BloomFilter bloom) {
    boolean include(PooledEnvelope envelope) {
        return envelope.pow >= minPow && bloom.matches(envelope.envelope.topic());
    }
}
