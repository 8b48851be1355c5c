package dev.peerloom.core;

import dev.peerloom.api.Enode;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What has become of the dials to one node, as it was when asked.
 *
 * @param node the node, with the address that is dialled
 * @param fixed whether it is a static peer, which is dialled again for ever
 * @param state how things stand with it
 * @param attempts how often it was dialled
 * @param failures how many of the last attempts failed in a row; 0 after a success
 * @param lastAttempt when it was dialled last
 * @param nextAttempt when it is to be dialled next, at the earliest; present if and only if the
 *     state is WAITING
 * @param lastFailure why the last attempt that failed did so, in one line; foreign text in it is
 *     escaped
 */
public record DialStatus(
        Enode node,
        boolean fixed,
        State state,
        long attempts,
        int failures,
        Optional<Instant> lastAttempt,
        Optional<Instant> nextAttempt,
        Optional<String> lastFailure) {

    /** How things stand with a node. */
    public enum State {
        /** It will be dialled. */
        WAITING,
        /** It is being dialled. */
        DIALLING,
        /** There is a link with it, whoever made it. */
        CONNECTED,
        /** It was to be dialled once, and that is over. */
        ENDED
    }

    /** Checks that nothing is missing. */
    public DialStatus {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(lastAttempt, "lastAttempt");
        Objects.requireNonNull(nextAttempt, "nextAttempt");
        Objects.requireNonNull(lastFailure, "lastFailure");
    }
}
