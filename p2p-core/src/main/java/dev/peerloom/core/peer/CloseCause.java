package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;

/**
 * Why a link closes. The first cause wins.
 *
 * @param byRemote whether the other side ended it
 * @param code the disconnect reason as a number, as sent or received
 * @param detail what a person wants to know
 * @param tell whether the other side is to be sent a Disconnect
 */
public record CloseCause(boolean byRemote, int code, String detail, boolean tell) {
    /** We close, and say why. */
    static CloseCause local(DisconnectReason reason, String detail) {
        int code = reason == DisconnectReason.UNKNOWN ? 0x10 : reason.code();
        return new CloseCause(false, code, detail, true);
    }

    /** The other side sent a Disconnect. */
    static CloseCause remote(int code) {
        return new CloseCause(true, code, "the peer disconnected", false);
    }

    /** The connection broke: there is nobody to tell. */
    static CloseCause broken(boolean byRemote, String detail) {
        return new CloseCause(byRemote, DisconnectReason.TCP_ERROR.code(), detail, false);
    }
}
