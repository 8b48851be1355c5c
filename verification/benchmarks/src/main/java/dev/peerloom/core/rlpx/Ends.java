package dev.peerloom.core.rlpx;

import dev.peerloom.core.NodeKey;

import java.security.SecureRandom;

/**
 * The secrets of both ends of a link.
 *
 * @param near the initiator's
 * @param far the recipient's
 */
public record Ends(Secrets near, Secrets far) {
    /** Secrets from a handshake. */
    public static Ends shaken() {
        SecureRandom random = new SecureRandom();
        NodeKey one = NodeKey.generate();
        NodeKey other = NodeKey.generate();
        InitiatorHandshake initiator = new InitiatorHandshake(one.privateKey(), other.id(), random);
        ResponderHandshake responder = new ResponderHandshake(other.privateKey(), random);
        try {
            var _ = responder.receiveAuth(initiator.auth());
            return new Ends(initiator.receiveAck(responder.ack()), responder.secrets());
        } catch (HandshakeException e) {
            throw new IllegalStateException("a handshake with ourselves", e);
        }
    }
}
