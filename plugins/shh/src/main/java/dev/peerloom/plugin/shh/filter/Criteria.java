package dev.peerloom.plugin.shh.filter;

import dev.peerloom.plugin.shh.crypto.PublicKey;
import dev.peerloom.plugin.shh.wire.Topic;

import java.util.Optional;
import java.util.Set;

/**
 * Which messages a filter is for.
 *
 * @param key what decrypts them
 * @param signer who must have signed them, if it matters
 * @param topics what they must be about; empty for anything
 * @param minPow the least proof of work
 * @param allowP2p whether messages that trusted peers sent to this node alone count too
 */
public record Criteria(
        FilterKey key,
        Optional<PublicKey> signer,
        Set<Topic> topics,
        double minPow,
        boolean allowP2p) {
    /** Copies the topics. */
    public Criteria {
        topics = Set.copyOf(topics);
    }

    boolean mayTake(double pow, boolean p2p) {
        return pow >= minPow && (allowP2p || !p2p);
    }

    boolean takes(ReceivedMessage message) {
        return signer.isEmpty() || signer.equals(message.message().signer());
    }
}
