package dev.peerloom.core.rlpx;

import dev.peerloom.core.crypto.AesCtr;
import dev.peerloom.core.crypto.ConstantTime;
import dev.peerloom.core.crypto.Secp256k1;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * ECIES as RLPx has it (devp2p, rlpx.md, "ECIES Encryption"): 0x04 ‖ ephemeral public key (64) ‖ IV
 * (16) ‖ AES-128-CTR ciphertext ‖ HMAC-SHA256 (32) over IV, ciphertext and the shared information.
 */
final class Ecies {
    /** How much longer than the plain text a packet is. */
    static final int OVERHEAD = 1 + 64 + 16 + 32;

    private static final int UNCOMPRESSED = 0x04;
    private static final int IV = 16;
    private static final int TAG = 32;
    private static final int IV_AT = 1 + 64;
    private static final Secp256k1 CURVE = Secp256k1.get();

    /** Takes the place of a point that is none, so that refusing it costs the same work. */
    private static final byte[] STAND_IN = CURVE.publicKey(CURVE.newPrivateKey());

    private Ecies() {}

    /**
     * Encrypts for the owner of a public key.
     *
     * @param shared what both sides know and the tag covers: the size prefix, or nothing
     * @throws IllegalArgumentException if the public key is not a point on the curve
     */
    static byte[] encrypt(byte[] publicKey, byte[] plain, byte[] shared, RandomGenerator random) {
        byte[] ephemeral = Nonces.privateKey(random);
        Keys keys = Keys.derive(CURVE.agree(ephemeral, publicKey));
        byte[] packet = new byte[OVERHEAD + plain.length];
        packet[0] = UNCOMPRESSED;
        System.arraycopy(CURVE.publicKey(ephemeral), 0, packet, 1, 64);
        byte[] iv = Nonces.bytes(random, IV);
        System.arraycopy(iv, 0, packet, IV_AT, IV);
        new AesCtr(keys.encryption, iv).apply(plain, 0, plain.length, packet, IV_AT + IV);
        byte[] tag = keys.tag(packet, IV_AT, IV + plain.length, shared);
        System.arraycopy(tag, 0, packet, packet.length - TAG, TAG);
        return packet;
    }

    /**
     * Decrypts what was encrypted for the owner of a private key, from {@code off} to the end of
     * the packet. Whatever is wrong, key agreement, key derivation and tag are computed before it
     * is refused: neither the answer nor its time tells which check failed.
     */
    static byte[] decrypt(byte[] privateKey, byte[] packet, int off, byte[] shared)
            throws HandshakeException {
        return decrypt(CURVE, privateKey, packet, off, shared);
    }

    static byte[] decrypt(Secp256k1 curve, byte[] privateKey, byte[] packet, int off, byte[] shared)
            throws HandshakeException {
        int length = packet.length - off;
        boolean sound = length >= OVERHEAD && packet[off] == UNCOMPRESSED;
        byte[] point = sound ? Arrays.copyOfRange(packet, off + 1, off + IV_AT) : STAND_IN;
        if (!curve.isPublicKey(point)) {
            sound = false;
            point = STAND_IN;
        }
        Keys keys = Keys.derive(curve.agree(privateKey, point));
        int from = Math.min(off + IV_AT, packet.length);
        int to = Math.max(from, packet.length - TAG);
        byte[] tag = keys.tag(packet, from, to - from, shared);
        sound &= to + TAG == packet.length && ConstantTime.equal(tag, 0, packet, to, TAG);
        if (!sound) {
            throw HandshakeException.unreadable();
        }
        byte[] iv = Arrays.copyOfRange(packet, from, from + IV);
        byte[] plain = new byte[length - OVERHEAD];
        new AesCtr(keys.encryption, iv).apply(packet, from + IV, plain.length, plain, 0);
        return plain;
    }

    /** The keys of one packet: NIST SP 800-56 concatenation KDF with SHA-256, 32 bytes, halved. */
    private static final class Keys {
        private final byte[] encryption;
        private final byte[] authentication;

        private Keys(byte[] encryption, byte[] authentication) {
            this.encryption = encryption;
            this.authentication = authentication;
        }

        static Keys derive(byte[] sharedPoint) {
            MessageDigest sha256 = sha256();
            sha256.update(new byte[] {0, 0, 0, 1});
            sha256.update(sharedPoint, 0, 32);
            byte[] material = sha256.digest();
            sha256.update(material, 16, 16);
            return new Keys(Arrays.copyOf(material, 16), sha256.digest());
        }

        byte[] tag(byte[] in, int off, int len, byte[] shared) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(authentication, "HmacSHA256"));
                mac.update(in, off, len);
                return mac.doFinal(shared);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
            }
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no SHA-256", e);
            }
        }
    }
}
