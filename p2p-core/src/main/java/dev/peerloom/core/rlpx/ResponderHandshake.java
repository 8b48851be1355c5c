package dev.peerloom.core.rlpx;

import dev.peerloom.api.NodeId;
import dev.peerloom.core.crypto.Secp256k1;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The handshake of the side that was dialled: the peer's packet to {@link #receiveAuth}, then
 * {@link #ack()} to the peer. Owned by the thread that runs the handshake; its arithmetic takes
 * some hundred microseconds, too long for an event loop.
 */
public final class ResponderHandshake {
    private static final Secp256k1 CURVE = Secp256k1.get();
    private static final byte[] NOTHING = {};

    private final byte[] privateKey;
    private final RandomGenerator random;
    private @Nullable Answer answer;

    /** All that is known once the peer's packet was read. */
    private static final class Answer {
        final byte[] packet;
        final Secrets secrets;

        Answer(byte[] packet, Secrets secrets) {
            this.packet = packet;
            this.secrets = secrets;
        }
    }

    /**
     * Begins a handshake.
     *
     * @param privateKey our static key
     * @param random a cryptographically strong source
     */
    public ResponderHandshake(byte[] privateKey, RandomGenerator random) {
        this.privateKey = privateKey.clone();
        this.random = random;
    }

    /**
     * Takes the peer's packet, complete, as it was on the wire: EIP-8, or the plain form from
     * before it, which is then answered in plain form too.
     *
     * @return who the peer says it is; that it holds the key is certain once a frame of it has come
     * @throws HandshakeException if it cannot be used, with one message whatever the cause
     * @throws IllegalStateException if an auth was taken before
     */
    public NodeId receiveAuth(byte[] packet) throws HandshakeException {
        if (answer != null) {
            throw new IllegalStateException("there is one auth in a handshake");
        }
        AuthMessage auth = AuthMessage.open(privateKey, packet);
        byte[] remote = auth.publicKey();
        byte[] remoteEphemeral = ephemeralKey(auth);
        byte[] ephemeral = Nonces.privateKey(random);
        byte[] nonce = Nonces.bytes(random, 32);
        AckMessage message = new AckMessage(CURVE.publicKey(ephemeral), nonce);
        byte[] ack =
                AuthMessage.isPlain(packet)
                        ? Ecies.encrypt(remote, message.encodePlain(), NOTHING, random)
                        : Eip8.seal(remote, message.encode(), random);
        byte[] point = CURVE.agree(ephemeral, remoteEphemeral);
        answer = new Answer(ack, Secrets.derive(point, auth.nonce(), nonce, packet, ack).swapped());
        return new NodeId(remote);
    }

    /** The peer's ephemeral key, out of its signature. */
    private byte[] ephemeralKey(AuthMessage auth) throws HandshakeException {
        if (!CURVE.isPublicKey(auth.publicKey())) {
            throw HandshakeException.unreadable();
        }
        byte[] token = Arrays.copyOf(CURVE.agree(privateKey, auth.publicKey()), 32);
        try {
            return CURVE.recover(Nonces.xor(token, auth.nonce()), auth.signature());
        } catch (IllegalArgumentException e) {
            throw HandshakeException.unreadable();
        }
    }

    /**
     * The packet to send; always the same one.
     *
     * @throws IllegalStateException if no auth was taken
     */
    public byte[] ack() {
        return answer().packet.clone();
    }

    /**
     * What the handshake ended with.
     *
     * @throws IllegalStateException if no auth was taken
     */
    public Secrets secrets() {
        return answer().secrets;
    }

    private Answer answer() {
        if (answer == null) {
            throw new IllegalStateException("no auth was taken");
        }
        return answer;
    }
}
