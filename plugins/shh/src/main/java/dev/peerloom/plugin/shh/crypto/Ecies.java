package dev.peerloom.plugin.shh.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * ECIES as RLPx has it (devp2p, rlpx.md, "ECIES Encryption"), without shared information for the
 * tag: 0x04 ‖ ephemeral public key (64) ‖ IV (16) ‖ AES-128-CTR ciphertext ‖ HMAC-SHA256 (32).
 */
public final class Ecies {
    /** How much longer than the plain text a packet is. */
    public static final int OVERHEAD = 1 + 64 + 16 + 32;

    private static final int IV = 16;
    private static final int IV_AT = 1 + 64;
    private static final int TAG = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ecies() {}

    /**
     * Encrypts for the owner of a public key.
     *
     * @param recipient the key
     * @param plain what to encrypt
     * @return the packet
     */
    public static byte[] encrypt(PublicKey recipient, byte[] plain) {
        PrivateKey ephemeral = PrivateKey.generate();
        Keys keys = Keys.derive(ephemeral.agree(recipient.point()));
        byte[] iv = new byte[IV];
        RANDOM.nextBytes(iv);
        byte[] packet = Arrays.copyOf(ephemeral.publicKey().toBytes(), OVERHEAD + plain.length);
        System.arraycopy(iv, 0, packet, IV_AT, IV);
        byte[] cipherText = keys.apply(iv, plain, 0, plain.length);
        System.arraycopy(cipherText, 0, packet, IV_AT + IV, cipherText.length);
        byte[] tag = keys.tag(packet, IV_AT, IV + plain.length);
        System.arraycopy(tag, 0, packet, packet.length - TAG, TAG);
        return packet;
    }

    /**
     * Decrypts what was encrypted for the owner of a private key.
     *
     * @param recipient the key
     * @param packet anything, as it comes from a peer
     * @return the plain text; empty if it was not encrypted for this key, or was changed since
     */
    public static Optional<byte[]> decrypt(PrivateKey recipient, byte[] packet) {
        if (packet.length < OVERHEAD || packet[0] != 0x04) {
            return Optional.empty();
        }
        byte[] point = Arrays.copyOfRange(packet, 1, IV_AT);
        if (!Secp256k1.isPublicKey(point)) {
            return Optional.empty();
        }
        Keys keys = Keys.derive(recipient.agree(point));
        int length = packet.length - OVERHEAD;
        byte[] tag = keys.tag(packet, IV_AT, IV + length);
        byte[] given = Arrays.copyOfRange(packet, packet.length - TAG, packet.length);
        if (!MessageDigest.isEqual(tag, given)) {
            return Optional.empty();
        }
        byte[] iv = Arrays.copyOfRange(packet, IV_AT, IV_AT + IV);
        return Optional.of(keys.apply(iv, packet, IV_AT + IV, length));
    }

    /** The keys of one packet: NIST SP 800-56 concatenation KDF with SHA-256, 32 bytes, halved. */
    private record Keys(SecretKeySpec encryption, SecretKeySpec authentication) {
        static Keys derive(byte[] sharedPoint) {
            try {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                sha256.update(new byte[] {0, 0, 0, 1});
                sha256.update(sharedPoint, 0, 32);
                byte[] material = sha256.digest();
                sha256.update(material, 16, 16);
                return new Keys(
                        new SecretKeySpec(material, 0, 16, "AES"),
                        new SecretKeySpec(sha256.digest(), "HmacSHA256"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no SHA-256", e);
            }
        }

        /** AES in counter mode: the same both ways. */
        byte[] apply(byte[] iv, byte[] in, int from, int length) {
            try {
                Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, encryption, new IvParameterSpec(iv));
                return cipher.doFinal(in, from, length);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no AES in counter mode", e);
            }
        }

        byte[] tag(byte[] in, int from, int length) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(authentication);
                mac.update(in, from, length);
                return mac.doFinal();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
            }
        }
    }
}
