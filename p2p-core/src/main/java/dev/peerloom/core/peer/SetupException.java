package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;

import org.jspecify.annotations.Nullable;

/** A connection did not become a link. */
public final class SetupException extends Exception {
    private static final long serialVersionUID = 1;

    /** How far a connection had come. */
    public enum Phase {
        /** The handshake that makes the keys. */
        AUTH,
        /** The exchange of hellos. */
        HELLO
    }

    private final Phase phase;
    private final boolean byRemote;
    private final int code;

    private SetupException(
            Phase phase, boolean byRemote, int code, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.phase = phase;
        this.byRemote = byRemote;
        this.code = code;
    }

    static SetupException broken(Phase phase, String detail, @Nullable Throwable cause) {
        return new SetupException(phase, true, DisconnectReason.TCP_ERROR.code(), detail, cause);
    }

    static SetupException refused(DisconnectReason reason, String detail) {
        return new SetupException(Phase.HELLO, false, reason.code(), detail, null);
    }

    static SetupException byRemote(int code) {
        return new SetupException(
                Phase.HELLO,
                true,
                code,
                "the peer refused: %s (0x%02x)".formatted(DisconnectReason.fromCode(code), code),
                null);
    }

    /** How far the connection had come. */
    public Phase phase() {
        return phase;
    }

    /** Whether the other side ended it. */
    public boolean byRemote() {
        return byRemote;
    }

    /** The disconnect reason as a number, sent, received, or 0x01. */
    public int code() {
        return code;
    }
}
