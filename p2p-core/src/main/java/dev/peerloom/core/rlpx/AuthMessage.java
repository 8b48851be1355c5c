package dev.peerloom.core.rlpx;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.util.Arrays;

/** What the initiator says first. Immutable as long as nobody writes to its arrays. */
final class AuthMessage {
    /** The length of the packet before EIP-8, which had no size prefix. */
    static final int PLAIN_PACKET = 307;

    private static final int VERSION = 4;
    private static final byte[] NOTHING = {};

    private final byte[] signature;
    private final byte[] publicKey;
    private final byte[] nonce;

    AuthMessage(byte[] signature, byte[] publicKey, byte[] nonce) {
        this.signature = signature;
        this.publicKey = publicKey;
        this.nonce = nonce;
    }

    /** r ‖ s ‖ v over the static shared secret xor the nonce, with the ephemeral key. */
    byte[] signature() {
        return signature;
    }

    /** The initiator's static public key, 64 bytes. */
    byte[] publicKey() {
        return publicKey;
    }

    /** 32 bytes. */
    byte[] nonce() {
        return nonce;
    }

    /** Whether a complete packet is one from before EIP-8: in EIP-8 it would begin with 0x0131. */
    static boolean isPlain(byte[] packet) {
        return packet.length == PLAIN_PACKET && packet[0] == 0x04;
    }

    byte[] encode() {
        return new RlpWriter()
                .startList()
                .write(signature)
                .write(publicKey)
                .write(nonce)
                .write(VERSION)
                .endList()
                .toByteArray();
    }

    static AuthMessage open(byte[] privateKey, byte[] packet) throws HandshakeException {
        return isPlain(packet)
                ? decodePlain(Ecies.decrypt(privateKey, packet, 0, NOTHING))
                : decode(Eip8.open(privateKey, packet));
    }

    /** A higher version, more list elements and whatever follows the list are ignored. */
    private static AuthMessage decode(byte[] plain) throws HandshakeException {
        try {
            RlpReader in = new RlpReader(plain);
            in.enterList();
            byte[] signature = AckMessage.exactly(65, in);
            byte[] publicKey = AckMessage.exactly(64, in);
            byte[] nonce = AckMessage.exactly(32, in);
            in.readLong();
            return new AuthMessage(signature, publicKey, nonce);
        } catch (RlpException e) {
            throw HandshakeException.unreadable();
        }
    }

    /** Signature, hash of the ephemeral key (which the signature yields), key, nonce, a flag. */
    private static AuthMessage decodePlain(byte[] plain) {
        return new AuthMessage(
                Arrays.copyOf(plain, 65),
                Arrays.copyOfRange(plain, 97, 161),
                Arrays.copyOfRange(plain, 161, 193));
    }
}
