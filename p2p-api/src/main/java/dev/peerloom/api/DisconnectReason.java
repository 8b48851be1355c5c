package dev.peerloom.api;

import java.util.Arrays;

/** Why a link was closed (RLPx, section "Disconnect (0x01)"). */
public enum DisconnectReason {
    /** 0x00: asked for, by the operator or by a plugin. */
    REQUESTED(0x00),
    /** 0x01: the connection failed below RLPx. */
    TCP_ERROR(0x01),
    /** 0x02: a malformed message, a bad MAC, an illegal message code and the like. */
    BREACH_OF_PROTOCOL(0x02),
    /** 0x03: no subprotocol in common, or a peer that has nothing of use. */
    USELESS_PEER(0x03),
    /** 0x04: no room, or not ready yet. */
    TOO_MANY_PEERS(0x04),
    /** 0x05: there is a link to this node already. */
    ALREADY_CONNECTED(0x05),
    /** 0x06: a version of the base protocol that cannot be spoken. */
    INCOMPATIBLE_VERSION(0x06),
    /** 0x07: a hello without node identity. */
    NULL_IDENTITY(0x07),
    /** 0x08: the client stops, or the plugin does. */
    CLIENT_QUITTING(0x08),
    /** 0x09: another identity in the hello than in the handshake. */
    UNEXPECTED_IDENTITY(0x09),
    /** 0x0a: a node that connected to itself. */
    SAME_IDENTITY(0x0a),
    /** 0x0b: nothing was received for too long. */
    PING_TIMEOUT(0x0b),
    /** 0x10: a reason of the subprotocol's own. */
    SUBPROTOCOL_ERROR(0x10),
    /** &minus;1: any other number that a peer gave, or none. Sent as 0x10. */
    UNKNOWN(-1);

    private static final DisconnectReason[] BY_CODE = new DisconnectReason[0x11];

    static {
        Arrays.fill(BY_CODE, UNKNOWN);
        for (DisconnectReason reason : values()) {
            if (reason != UNKNOWN) {
                BY_CODE[reason.code] = reason;
            }
        }
    }

    private final int code;

    DisconnectReason(int code) {
        this.code = code;
    }

    /**
     * The number of this reason on the wire.
     *
     * @return the number; &minus;1 for {@link #UNKNOWN}
     */
    public int code() {
        return code;
    }

    /**
     * The reason of a number. Never throws.
     *
     * @param code any number
     * @return the reason; {@link #UNKNOWN} for a number without one
     */
    public static DisconnectReason fromCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN;
    }
}
