package dev.peerloom.plugin.shh.crypto;

import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that both sides know: AES-256-GCM, as ciphertext ‖ tag (16) ‖ nonce (12). Immutable. It is
 * never printed.
 */
public final class SymmetricKey {
    /** Length of a key in bytes. */
    public static final int LENGTH = 32;

    /** How much longer than the plain text a packet is. */
    public static final int OVERHEAD = 16 + 12;

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int ITERATIONS = 65_356;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final SecretKeySpec aes;

    private SymmetricKey(byte[] owned) {
        if (owned.length != LENGTH) {
            throw new IllegalArgumentException(
                    "wrong key size: a symmetric key has 32 bytes, not " + owned.length);
        }
        if (isZero(owned)) {
            throw new IllegalArgumentException("invalid symmetric key: it is all zeros");
        }
        key = owned;
        aes = new SecretKeySpec(owned, "AES");
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    /**
     * Takes a key as it is.
     *
     * @param bytes 32 bytes, not all zero
     * @return the key
     * @throws IllegalArgumentException for anything else
     */
    public static SymmetricKey of(byte[] bytes) {
        return new SymmetricKey(bytes.clone());
    }

    /**
     * Makes a key.
     *
     * @return a random one
     */
    public static SymmetricKey generate() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return new SymmetricKey(bytes);
    }

    /**
     * Derives the key that a password stands for among Whisper nodes: PBKDF2-HMAC-SHA256 with an
     * empty salt, which the JDK's own PBKDF2 does not accept. Takes about a tenth of a second.
     *
     * @param password any text
     * @return the key
     */
    public static SymmetricKey ofPassword(String password) {
        PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(new SHA256Digest());
        pbkdf2.init(password.getBytes(StandardCharsets.UTF_8), new byte[0], ITERATIONS);
        KeyParameter derived = (KeyParameter) pbkdf2.generateDerivedParameters(LENGTH * 8);
        return new SymmetricKey(derived.getKey());
    }

    /**
     * The key itself.
     *
     * @return a copy of the 32 bytes
     */
    public byte[] toBytes() {
        return key.clone();
    }

    /**
     * Encrypts.
     *
     * @param plain what to encrypt
     * @return the packet, with a random nonce
     */
    public byte[] encrypt(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] packet = new byte[plain.length + OVERHEAD];
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0);
            cipher.doFinal(plain, 0, plain.length, packet, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-256-GCM", e);
        }
        System.arraycopy(nonce, 0, packet, packet.length - NONCE, NONCE);
        return packet;
    }

    /**
     * Decrypts.
     *
     * @param packet anything, as it comes from a peer
     * @return the plain text; empty if it was not encrypted with this key, or was changed since
     */
    public Optional<byte[]> decrypt(byte[] packet) {
        if (packet.length < OVERHEAD) {
            return Optional.empty();
        }
        int nonceAt = packet.length - NONCE;
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, packet, nonceAt).doFinal(packet, 0, nonceAt));
        } catch (AEADBadTagException e) {
            // Another key's message: that is how one finds out.
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES-256-GCM", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, int from) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, aes, new GCMParameterSpec(TAG_BITS, nonce, from, NONCE));
        return cipher;
    }

    /** By value, so that an envelope is decrypted once for all filters of one key. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SymmetricKey that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }
}
