package dev.peerloom.core.rlpx;

import dev.peerloom.core.crypto.Secp256k1;

import java.util.random.RandomGenerator;

/** Random bytes and keys out of the source that was handed in. */
final class Nonces {
    private Nonces() {}

    static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] privateKey(RandomGenerator random) {
        byte[] key = bytes(random, 32);
        while (!Secp256k1.get().isPrivateKey(key)) {
            random.nextBytes(key);
        }
        return key;
    }

    /** a xor b, of the same length. */
    static byte[] xor(byte[] a, byte[] b) {
        byte[] xor = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            xor[i] = (byte) (a[i] ^ b[i]);
        }
        return xor;
    }
}
