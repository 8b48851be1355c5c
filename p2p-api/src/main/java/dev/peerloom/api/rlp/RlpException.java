package dev.peerloom.api.rlp;

import java.io.IOException;

/** The input is not canonical RLP, or not what the caller asked for. */
public class RlpException extends IOException {
    private static final long serialVersionUID = 1;

    public RlpException(String message) {
        super(message);
    }
}
