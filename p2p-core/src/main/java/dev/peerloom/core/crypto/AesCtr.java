package dev.peerloom.core.crypto;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode: one key stream, used up from its beginning. Encrypting and decrypting are
 * the same. Not thread-safe: owned by whoever made it.
 */
public final class AesCtr {
    // A longer piece in one call runs in the interpreted loop until that call returns.
    private static final int PIECE = 16 * 1024;

    private final Cipher cipher;

    /**
     * Starts a key stream.
     *
     * @param key 16 or 32 bytes
     * @param iv the first counter block, 16 bytes
     */
    public AesCtr(byte[] key, byte[] iv) {
        try {
            cipher = Aes.cipher("CTR");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no AES in counter mode", e);
        }
    }

    /** Combines {@code len} bytes with the key stream; in place is allowed. */
    public void apply(byte[] in, int off, int len, byte[] out, int outOff) {
        try {
            for (int done = 0; done < len; done += PIECE) {
                int piece = Math.min(PIECE, len - done);
                cipher.update(in, off + done, piece, out, outOff + done);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no room for " + len + " bytes at " + outOff, e);
        }
    }
}
