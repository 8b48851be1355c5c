package dev.peerloom.api;

import java.io.IOException;
import java.util.Objects;

/**
 * Thrown by {@link Protocol#run} to close the link for a stated reason, alone or as the cause of
 * something else. {@link MessageChannel#read()} never throws it: that the link closes shows there
 * as EOFException.
 */
public class DisconnectException extends IOException {
    private static final long serialVersionUID = 1;

    /** What the peer is told. */
    private final DisconnectReason reason;

    /**
     * An exception that closes the link.
     *
     * @param reason what the peer is told; UNKNOWN, which has no code, is sent as SUBPROTOCOL_ERROR
     * @param detail what logs, {@code admin_disconnects} and {@link PeerEvent.Disconnected} say,
     *     and {@link #getMessage()}; not sent
     */
    public DisconnectException(DisconnectReason reason, String detail) {
        super(Objects.requireNonNull(detail, "detail"));
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Why the link is to be closed.
     *
     * @return what the peer is told
     */
    public DisconnectReason reason() {
        return reason;
    }
}
