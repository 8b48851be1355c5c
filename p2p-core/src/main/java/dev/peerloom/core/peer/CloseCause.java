package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.wire.DisconnectText;

/**
 * Why a link closes. The first cause wins.
 *
 * @param closedBy who ended it
 * @param code the disconnect reason as a number, as sent or received
 * @param detail what a person wants to know
 * @param tell whether the other side is to be sent a Disconnect
 */
public record CloseCause(Closer closedBy, int code, String detail, boolean tell) {
    /** We close, and say why. */
    static CloseCause local(DisconnectReason reason, String detail) {
        int code = reason == DisconnectReason.UNKNOWN ? 0x10 : reason.code();
        return new CloseCause(Closer.US, code, detail, true);
    }

    /** The other side sent a Disconnect. */
    static CloseCause remote(int code) {
        return new CloseCause(Closer.REMOTE, code, DisconnectText.byRemote(code), false);
    }

    /** The connection broke: there is nobody to tell. */
    static CloseCause broken(Closer closedBy, String detail) {
        return new CloseCause(closedBy, DisconnectReason.TCP_ERROR.code(), detail, false);
    }

    /** Whether the link ended without our doing. */
    public boolean byRemote() {
        return closedBy != Closer.US;
    }
}
