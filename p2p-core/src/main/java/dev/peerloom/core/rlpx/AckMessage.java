package dev.peerloom.core.rlpx;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.util.Arrays;

/** What the recipient answers. Immutable as long as nobody writes to its arrays. */
final class AckMessage {
    private static final int VERSION = 4;

    private final byte[] ephemeralKey;
    private final byte[] nonce;

    AckMessage(byte[] ephemeralKey, byte[] nonce) {
        this.ephemeralKey = ephemeralKey;
        this.nonce = nonce;
    }

    /** The recipient's ephemeral public key, 64 bytes. */
    byte[] ephemeralKey() {
        return ephemeralKey;
    }

    /** 32 bytes. */
    byte[] nonce() {
        return nonce;
    }

    byte[] encode() {
        return new RlpWriter()
                .startList()
                .write(ephemeralKey)
                .write(nonce)
                .write(VERSION)
                .endList()
                .toByteArray();
    }

    /** The form from before EIP-8: key, nonce, and a flag that was never used. */
    byte[] encodePlain() {
        byte[] plain = Arrays.copyOf(ephemeralKey, 64 + 32 + 1);
        System.arraycopy(nonce, 0, plain, 64, 32);
        return plain;
    }

    /** A higher version, more list elements and whatever follows the list are ignored. */
    static AckMessage open(byte[] privateKey, byte[] packet) throws HandshakeException {
        byte[] plain = Eip8.open(privateKey, packet);
        try {
            RlpReader in = new RlpReader(plain);
            in.enterList();
            byte[] ephemeralKey = exactly(64, in);
            byte[] nonce = exactly(32, in);
            in.readLong();
            return new AckMessage(ephemeralKey, nonce);
        } catch (RlpException e) {
            throw HandshakeException.unreadable();
        }
    }

    static byte[] exactly(int length, RlpReader in) throws RlpException, HandshakeException {
        byte[] bytes = in.readBytes();
        if (bytes.length != length) {
            throw HandshakeException.unreadable();
        }
        return bytes;
    }
}
