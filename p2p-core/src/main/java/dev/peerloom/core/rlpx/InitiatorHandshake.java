package dev.peerloom.core.rlpx;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.crypto.Secp256k1;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The handshake of the side that dials: {@link #auth()} to the peer, the peer's answer to {@link
 * #receiveAck}. Owned by the thread that runs the handshake; its arithmetic takes some hundred
 * microseconds, too long for an event loop.
 */
public final class InitiatorHandshake {
    private static final Secp256k1 CURVE = Secp256k1.get();

    private final byte[] privateKey;
    private final byte[] remote;
    private final RandomGenerator random;
    private final byte[] ephemeral;
    private final byte[] nonce;
    private byte @Nullable [] auth;

    /**
     * Begins a handshake.
     *
     * @param privateKey our static key
     * @param remote whom we want to speak with
     * @param random a cryptographically strong source
     */
    public InitiatorHandshake(byte[] privateKey, NodeId remote, RandomGenerator random) {
        this.privateKey = privateKey.clone();
        this.remote = remote.publicKey();
        this.random = random;
        this.ephemeral = Nonces.privateKey(random);
        this.nonce = Nonces.bytes(random, 32);
    }

    /**
     * The packet to send, EIP-8; always the same one.
     *
     * @throws HandshakeException if the remote id is not a point on the curve
     */
    public byte[] auth() throws HandshakeException {
        if (auth == null) {
            auth = makeAuth();
        }
        return auth.clone();
    }

    private byte[] makeAuth() throws HandshakeException {
        if (!CURVE.isPublicKey(remote)) {
            throw HandshakeException.noSuchNode();
        }
        byte[] token = Arrays.copyOf(CURVE.agree(privateKey, remote), 32);
        byte[] signature = CURVE.sign(ephemeral, Nonces.xor(token, nonce));
        AuthMessage message = new AuthMessage(signature, CURVE.publicKey(privateKey), nonce);
        return Eip8.seal(remote, message.encode(), random);
    }

    /**
     * Takes the peer's answer, complete, as it was on the wire.
     *
     * @throws HandshakeException if it cannot be used, with one message whatever the cause
     * @throws IllegalStateException if {@link #auth()} was not called
     */
    public Secrets receiveAck(byte[] packet) throws HandshakeException {
        if (auth == null) {
            throw new IllegalStateException("an ack answers an auth, which was not made");
        }
        AckMessage ack = AckMessage.open(privateKey, packet);
        if (!CURVE.isPublicKey(ack.ephemeralKey())) {
            throw HandshakeException.unreadable();
        }
        byte[] point = CURVE.agree(ephemeral, ack.ephemeralKey());
        return Secrets.derive(point, nonce, ack.nonce(), auth, packet);
    }
}
