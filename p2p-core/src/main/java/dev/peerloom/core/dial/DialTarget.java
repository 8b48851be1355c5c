package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;
import dev.peerloom.core.DialStatus.State;
import dev.peerloom.core.wire.Subnet;

import org.jspecify.annotations.Nullable;

/** A node that was, is or will be dialled. Owned by its {@link DialPlan}. */
final class DialTarget {
    Enode node;

    /** Whether it is dialled again for ever. */
    boolean fixed;

    /** Whether it waits to be dialled once. */
    boolean requested;

    /** Whether the dial that is under way is for one of the places of dialled peers. */
    boolean candidate;

    boolean dialling;

    /** Whether the operator took it away while it was being dialled. */
    boolean dropped;

    /** When it may be dialled next. */
    long due;

    /** Attempts that failed, in a row. */
    int failures;

    /** Links that ended soon after they were made, in a row. */
    int shortLinks;

    long attempts;
    long lastAttempt;
    @Nullable String lastFailure;

    /** How things stand with a node; moments are those of the plan's clock. */
    record Snapshot(
            Enode node,
            boolean fixed,
            State state,
            long attempts,
            int failures,
            @Nullable Long lastAttempt,
            @Nullable Long nextAttempt,
            @Nullable String lastFailure) {}

    DialTarget(Enode node, long due) {
        this.node = node;
        this.due = due;
    }

    /** Whether it has a dial to come. */
    boolean isWaiting() {
        return (fixed || requested) && !dialling;
    }

    /**
     * Whether it is of this machine or its local network, where nobody turns away who comes back.
     */
    boolean isNear() {
        return Subnet.isNear(node.host());
    }

    Snapshot snapshot(boolean linked) {
        State state;
        if (linked) {
            state = State.CONNECTED;
        } else if (dialling) {
            state = State.DIALLING;
        } else {
            state = isWaiting() ? State.WAITING : State.ENDED;
        }
        return new Snapshot(
                node,
                fixed,
                state,
                attempts,
                failures,
                attempts == 0 ? null : Long.valueOf(lastAttempt),
                state == State.WAITING ? Long.valueOf(due) : null,
                lastFailure);
    }
}
