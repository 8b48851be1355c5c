package dev.peerloom.api.rlp;

import java.io.IOException;
import java.util.Objects;

/**
 * The input is not canonical RLP, or not what the caller asked for: whoever sent it is at fault.
 * Escaping from {@link dev.peerloom.api.Protocol#run run()}, it closes the link for breach of
 * protocol (0x02).
 */
public class RlpException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * An exception.
     *
     * @param message what is wrong, and where
     */
    public RlpException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
