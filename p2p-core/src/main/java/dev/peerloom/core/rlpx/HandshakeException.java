package dev.peerloom.core.rlpx;

/**
 * The peer's handshake packet cannot be used. Whatever is wrong inside the encrypted packet gives
 * one and the same message, and the peer is told nothing: the connection is closed without a byte.
 */
public final class HandshakeException extends Exception {
    private static final long serialVersionUID = 1;

    private static final String UNREADABLE =
            "the peer's handshake packet cannot be opened: damaged, forged or made for another key";

    private HandshakeException(String message) {
        super(message);
    }

    /** For everything that is found wrong in a packet once it is complete. */
    static HandshakeException unreadable() {
        return new HandshakeException(UNREADABLE);
    }

    /** For a size prefix outside the limits, seen before anything else. */
    static HandshakeException size() {
        return new HandshakeException(
                "the peer's handshake packet has a size outside 1 to 2048: it does not speak RLPx");
    }

    /** For a node id that we were asked to connect to. */
    static HandshakeException noSuchNode() {
        return new HandshakeException(
                "the node id is not a public key (no point on secp256k1): no node can have it");
    }
}
