package dev.peerloom.api;

import java.io.IOException;

/** Thrown by {@code run()} to close the link for a stated reason. */
public class DisconnectException extends IOException {
    private static final long serialVersionUID = 1;
    private final DisconnectReason reason;

    public DisconnectException(DisconnectReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public DisconnectReason reason() {
        return reason;
    }
}
