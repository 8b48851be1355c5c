package dev.peerloom.plugin.shh.message;

import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.crypto.PrivateKey;
import dev.peerloom.plugin.shh.crypto.PublicKey;
import dev.peerloom.plugin.shh.crypto.Secp256k1;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is encrypted: flags ‖ length of the payload, little-endian ‖ payload ‖ padding ‖ signature.
 * The flags' low two bits are the size of the length field, the third says that it is signed. The
 * signature is over the Keccak-256 of everything before it. Immutable.
 */
public final class Plaintext {
    /** The most that the length field can tell. */
    public static final int MAX_PAYLOAD = 0xFFFFFF;

    private static final int SIZE_MASK = 0b011;
    private static final int SIGNED = 0b100;
    private static final int PAD_TO = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] payload;
    private final byte[] padding;
    private final Optional<PublicKey> signer;

    private Plaintext(byte[] payload, byte[] padding, Optional<PublicKey> signer) {
        this.payload = payload;
        this.padding = padding;
        this.signer = signer;
    }

    /**
     * Puts a message together.
     *
     * @param payload what it says
     * @param padding what to pad it with; if that is empty, random bytes up to a multiple of 256
     * @param signer who signs it, if anyone
     * @return what to encrypt
     * @throws IllegalArgumentException if the payload is too long
     */
    public static byte[] encode(byte[] payload, byte[] padding, Optional<PrivateKey> signer) {
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a payload has at most " + MAX_PAYLOAD + " bytes, not " + payload.length);
        }
        int sizeField = sizeField(payload.length);
        int signature = signer.isPresent() ? Secp256k1.SIGNATURE : 0;
        int body = 1 + sizeField + payload.length;
        byte[] pad = padding.length > 0 ? padding : random(PAD_TO - (body + signature) % PAD_TO);
        byte[] plain = new byte[body + pad.length + signature];
        plain[0] = (byte) (sizeField | (signer.isPresent() ? SIGNED : 0));
        for (int i = 0; i < sizeField; i++) {
            plain[1 + i] = (byte) (payload.length >>> (8 * i));
        }
        System.arraycopy(payload, 0, plain, 1 + sizeField, payload.length);
        System.arraycopy(pad, 0, plain, body, pad.length);
        signer.ifPresent(key -> sign(plain, key));
        return plain;
    }

    private static int sizeField(int length) {
        return Math.max(1, (39 - Integer.numberOfLeadingZeros(length)) >>> 3);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static void sign(byte[] plain, PrivateKey key) {
        int end = plain.length - Secp256k1.SIGNATURE;
        byte[] signature = key.sign(hash(plain, end));
        System.arraycopy(signature, 0, plain, end, signature.length);
    }

    private static byte[] hash(byte[] plain, int end) {
        return new Keccak256().update(plain, 0, end).hash().toBytes();
    }

    /**
     * Takes a message apart.
     *
     * @param plain what was decrypted; anything, as it comes from someone who knows the key
     * @return the message; empty if it is none, or its signature is nobody's
     */
    public static Optional<Plaintext> decode(byte[] plain) {
        if (plain.length == 0) {
            return Optional.empty();
        }
        int end = plain.length;
        Optional<PublicKey> signer = Optional.empty();
        if ((plain[0] & SIGNED) != 0) {
            end -= Secp256k1.SIGNATURE;
            if (end <= 1) {
                return Optional.empty();
            }
            byte[] signature = Arrays.copyOfRange(plain, end, plain.length);
            signer = Secp256k1.recover(hash(plain, end), signature);
            if (signer.isEmpty()) {
                return Optional.empty();
            }
        }
        int payloadAt = 1 + (plain[0] & SIZE_MASK);
        if (payloadAt > end) {
            return Optional.empty();
        }
        int length = 0;
        for (int i = payloadAt - 1; i > 0; i--) {
            length = length << 8 | (plain[i] & 0xff);
        }
        if (length > end - payloadAt) {
            return Optional.empty();
        }
        byte[] payload = Arrays.copyOfRange(plain, payloadAt, payloadAt + length);
        byte[] padding = Arrays.copyOfRange(plain, payloadAt + length, end);
        return Optional.of(new Plaintext(payload, padding, signer));
    }

    /**
     * What the message says.
     *
     * @return a copy
     */
    public byte[] payload() {
        return payload.clone();
    }

    /**
     * What hides its length.
     *
     * @return a copy
     */
    public byte[] padding() {
        return padding.clone();
    }

    /**
     * How many bytes payload and padding have.
     *
     * @return their sum
     */
    public int size() {
        return payload.length + padding.length;
    }

    /**
     * Whose signature it has.
     *
     * @return the key; empty if nobody signed it
     */
    public Optional<PublicKey> signer() {
        return signer;
    }
}
