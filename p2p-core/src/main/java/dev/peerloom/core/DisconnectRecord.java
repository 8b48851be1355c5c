package dev.peerloom.core;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * How one session ended, or why it never began.
 *
 * @param at when
 * @param inbound whether the other side dialled
 * @param phase how far it had come
 * @param id the node, if it was known: from our dial, or from its handshake
 * @param remoteAddress the other end; unresolved only if a name that we dialled has no address
 * @param closedBy who ended it
 * @param code the disconnect reason as a number (RLPx, section "Disconnect (0x01)"), as sent or
 *     received; 0x01 if none passed; &minus;1 if the remote gave none that can be read
 * @param detail in one line what a person wants to know; foreign text in it is escaped
 */
public record DisconnectRecord(
        Instant at,
        boolean inbound,
        Phase phase,
        Optional<NodeId> id,
        InetSocketAddress remoteAddress,
        Closer closedBy,
        int code,
        String detail) {

    /** How far a session had come. */
    public enum Phase {
        /** The connection. */
        TCP,
        /** The handshake that makes the keys: auth and ack. */
        AUTH,
        /** Admission, and the exchange of hellos. */
        HELLO,
        /** Protocols run. */
        RUNNING
    }

    /** Who ended a session. */
    public enum Closer {
        /** This node. */
        US,
        /** The other side. */
        REMOTE,
        /** Neither: the connection failed. */
        NETWORK
    }

    /** The code's name; {@link DisconnectReason#UNKNOWN} if it has none. */
    public DisconnectReason reason() {
        return DisconnectReason.fromCode(code);
    }
}
