package dev.peerloom.testkit;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpException;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;

/**
 * How a link ended: its first cause. Those that come later change nothing.
 *
 * <pre>{@code
 * LinkEnd end = remote.expectDisconnect(DisconnectReason.USELESS_PEER);
 * assertEquals("another network", end.detail());
 * }</pre>
 *
 * @param reason what one side tells the other
 * @param detail what logs and events would say
 * @param byRemote whether the remote side ended it
 */
public record LinkEnd(DisconnectReason reason, String detail, boolean byRemote) {
    /**
     * Checks that nothing is missing.
     *
     * @param reason what one side tells the other
     * @param detail what logs and events would say
     * @param byRemote whether the remote side ended it
     */
    public LinkEnd {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
    }

    /** The end that comes of a {@code run()} that returned. */
    static LinkEnd ofReturn() {
        return new LinkEnd(DisconnectReason.CLIENT_QUITTING, "run() returned", false);
    }

    /** The end that comes of a {@code run()} that threw, as {@code Protocol.run} documents it. */
    static LinkEnd ofFailure(Throwable failure) {
        // A ring of causes must not hang the test.
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (@Nullable Throwable link = failure;
                link != null && seen.add(link);
                link = link.getCause()) {
            if (link instanceof DisconnectException stated) {
                return new LinkEnd(
                        sendable(stated.reason()), String.valueOf(stated.getMessage()), false);
            }
        }
        DisconnectReason reason =
                failure instanceof RlpException
                        ? DisconnectReason.BREACH_OF_PROTOCOL
                        : DisconnectReason.SUBPROTOCOL_ERROR;
        return new LinkEnd(reason, "run() threw " + failure, false);
    }

    /** UNKNOWN has no number that could be sent. */
    static DisconnectReason sendable(DisconnectReason reason) {
        return reason == DisconnectReason.UNKNOWN ? DisconnectReason.SUBPROTOCOL_ERROR : reason;
    }

    @Override
    public String toString() {
        String side = byRemote ? "the remote side" : "this side";
        return reason + " by " + side + (detail.isEmpty() ? "" : ": " + detail);
    }
}
