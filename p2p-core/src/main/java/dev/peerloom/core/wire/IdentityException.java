package dev.peerloom.core.wire;

import dev.peerloom.api.rlp.RlpException;

/** A hello whose node id is none: then it is not that of the handshake either. */
public final class IdentityException extends RlpException {
    private static final long serialVersionUID = 1;

    IdentityException(int length) {
        super("hello with a node id of " + length + " bytes, not 64");
    }
}
