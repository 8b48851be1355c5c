package dev.peerloom.core.rlpx;

import dev.peerloom.core.crypto.AesBlock;
import dev.peerloom.core.crypto.ConstantTime;
import dev.peerloom.core.crypto.Keccak256;

/**
 * The MAC of one direction of a link (rlpx.md, "MAC"). Owned by the encoder or decoder that made
 * it.
 *
 * <p>A header's MAC begins with the digest of all that went before, which is the MAC of the
 * previous frame's body: it is kept, so that a frame costs three permutations beside its body's,
 * not four.
 */
final class FrameMac {
    /** The length of a MAC in bytes. */
    static final int LENGTH = 16;

    private final AesBlock aes;
    private final Keccak256 keccak;
    private final byte[] digest = new byte[LENGTH];
    private final byte[] block = new byte[LENGTH];

    FrameMac(byte[] key, Keccak256 initial) {
        aes = new AesBlock(key);
        keccak = new Keccak256(initial);
        keccak.peek(digest, 0, LENGTH);
    }

    /** Takes in an encrypted header; the MAC is then its MAC. */
    void header(byte[] in, int off) {
        mix(in, off);
    }

    /** Takes in a part of an encrypted body. */
    void update(byte[] in, int off, int len) {
        keccak.update(in, off, len);
    }

    /** Ends a body; the MAC is then its MAC. */
    void endBody() {
        keccak.peek(digest, 0, LENGTH);
        mix(digest, 0);
    }

    private void mix(byte[] seed, int off) {
        aes.encrypt(digest, block);
        for (int i = 0; i < LENGTH; i++) {
            block[i] ^= seed[off + i];
        }
        keccak.update(block);
        keccak.peek(digest, 0, LENGTH);
    }

    void write(byte[] out, int off) {
        System.arraycopy(digest, 0, out, off, LENGTH);
    }

    boolean matches(byte[] in, int off) {
        return ConstantTime.equal(digest, 0, in, off, LENGTH);
    }
}
