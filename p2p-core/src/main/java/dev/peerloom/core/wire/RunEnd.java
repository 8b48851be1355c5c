package dev.peerloom.core.wire;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpException;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * What the end of a {@code Protocol.run} says to the peer. That the link may have been closing
 * already, in which case none of this counts, is the caller's to know.
 *
 * @param reason what to send; never {@link DisconnectReason#UNKNOWN}
 * @param detail for the log and for events: what happened, in the words of the exception, if there
 *     are any; unescaped, as an exception may quote foreign text
 * @param fault whether the protocol failed, instead of returning or saying why the link has to end;
 *     a breach by the peer, which an {@link RlpException} tells of, is none of its faults
 */
public record RunEnd(DisconnectReason reason, String detail, boolean fault) {
    /** The end of a run that returned: the peer is told that we are quitting, 0x08. */
    public static RunEnd returned() {
        return new RunEnd(DisconnectReason.CLIENT_QUITTING, "the protocol returned", false);
    }

    /**
     * The end of a run that threw: the reason of the outermost {@link DisconnectException} in the
     * cause chain; 0x02 for an {@link RlpException} that escaped as it was (a wrapped one may come
     * from anywhere, not only from the peer's bytes); 0x10 for everything else, Errors included.
     */
    public static RunEnd forFailure(Throwable failure) {
        try {
            return classify(failure);
        } catch (RuntimeException | StackOverflowError broken) {
            // getCause() and getMessage() may be a plugin's code, and closing must not fail.
            String detail = failure.getClass().getName() + ", which cannot be described: " + broken;
            return new RunEnd(DisconnectReason.SUBPROTOCOL_ERROR, detail, true);
        }
    }

    private static RunEnd classify(Throwable failure) {
        Optional<DisconnectException> stated = findDisconnect(failure);
        if (stated.isPresent()) {
            DisconnectException disconnect = stated.get();
            return new RunEnd(sendable(disconnect.reason()), describe(disconnect), false);
        }
        return failure instanceof RlpException
                ? new RunEnd(DisconnectReason.BREACH_OF_PROTOCOL, describe(failure), false)
                : new RunEnd(DisconnectReason.SUBPROTOCOL_ERROR, describe(failure), true);
    }

    private static Optional<DisconnectException> findDisconnect(Throwable failure) {
        // A plugin's exceptions may form a ring of causes.
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        @Nullable Throwable link = failure;
        while (link != null && seen.add(link)) {
            if (link instanceof DisconnectException disconnect) {
                return Optional.of(disconnect);
            }
            link = link.getCause();
        }
        return Optional.empty();
    }

    private static DisconnectReason sendable(DisconnectReason reason) {
        return reason == DisconnectReason.UNKNOWN ? DisconnectReason.SUBPROTOCOL_ERROR : reason;
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof DisconnectException) {
            return message == null ? "" : message;
        }
        String name = failure.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }
}
