package dev.peerloom.core.crypto;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES of single blocks, for the MACs of RLPx. Not thread-safe: owned by whoever made it. */
public final class AesBlock {
    /** The length of a block in bytes. */
    public static final int LENGTH = 16;

    private final Cipher cipher;

    /**
     * Makes a cipher.
     *
     * @param key 16 or 32 bytes
     */
    public AesBlock(byte[] key) {
        try {
            cipher = Aes.cipher("ECB");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES", e);
        }
    }

    /** Encrypts the block at the beginning of {@code in} to the beginning of {@code out}. */
    public void encrypt(byte[] in, byte[] out) {
        try {
            cipher.update(in, 0, LENGTH, out, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no room for a block", e);
        }
    }
}
