package dev.peerloom.api;

import java.util.Objects;

/**
 * What happens to peers; see {@link NodeContext#onPeerEvent}. The kinds are not sealed, as more may
 * be added: a {@code switch} over them needs a {@code default}.
 *
 * <p>Of one peer, {@link Connected} comes first and {@link Disconnected} last. A session that
 * failed before the hellos were exchanged gives no events.
 */
public interface PeerEvent {
    /**
     * Whom it happened to.
     *
     * @return the peer
     */
    Peer peer();

    /**
     * Handshake and hellos are done and the peer is admitted; its protocols start.
     *
     * @param peer the peer
     */
    record Connected(Peer peer) implements PeerEvent {
        /** Checks that nothing is null. */
        public Connected {
            Objects.requireNonNull(peer, "peer");
        }
    }

    /**
     * The link is closed.
     *
     * @param peer the peer
     * @param byRemote true if the peer closed it, false if this node did
     * @param code the number of the reason, as it went over the wire: of the peer's it may be one
     *     that {@link DisconnectReason} does not know, or &minus;1 if it gave none
     * @param detail what is known beyond the code, in this node's words; possibly empty
     */
    record Disconnected(Peer peer, boolean byRemote, int code, String detail) implements PeerEvent {
        /** Checks that nothing is null. */
        public Disconnected {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(detail, "detail");
        }
    }

    /**
     * A message of a subprotocol was queued for sending.
     *
     * @param peer the peer
     * @param capability the subprotocol
     * @param code the message code, counted from 0 within the subprotocol
     * @param size bytes of the payload before compression
     */
    record MessageSent(Peer peer, Capability capability, int code, int size) implements PeerEvent {
        /** Checks that nothing is null. */
        public MessageSent {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(capability, "capability");
        }
    }

    /**
     * A message of a subprotocol has arrived; the protocol may not have read it yet.
     *
     * @param peer the peer
     * @param capability the subprotocol
     * @param code the message code, counted from 0 within the subprotocol
     * @param size bytes of the payload before compression
     */
    record MessageReceived(Peer peer, Capability capability, int code, int size)
            implements PeerEvent {
        /** Checks that nothing is null. */
        public MessageReceived {
            Objects.requireNonNull(peer, "peer");
            Objects.requireNonNull(capability, "capability");
        }
    }
}
