package dev.peerloom.core;

import dev.peerloom.api.Enode;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What was learnt about a node that we dialled, in this run or an earlier one.
 *
 * @param node the node, with the address that was dialled last
 * @param lastSeen when there was a link with it last
 * @param lastFailure when a dial failed last
 * @param failure why that dial failed, in one line; foreign text in it is escaped
 * @param score how worthwhile it is to dial it: &minus;20 to 100, 0 for a node that nothing is
 *     known of; links raise it, dials that fail lower it
 */
public record KnownNode(
        Enode node,
        Optional<Instant> lastSeen,
        Optional<Instant> lastFailure,
        Optional<String> failure,
        int score) {
    /** Checks that nothing is missing. */
    public KnownNode {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(lastSeen, "lastSeen");
        Objects.requireNonNull(lastFailure, "lastFailure");
        Objects.requireNonNull(failure, "failure");
    }
}
