package dev.peerloom.core.crypto;

/** Comparing secrets without telling by the time taken where they differ. */
public final class ConstantTime {
    private ConstantTime() {}

    /** Whether {@code len} bytes are the same. */
    public static boolean equal(byte[] a, int aOff, byte[] b, int bOff, int len) {
        int difference = 0;
        for (int i = 0; i < len; i++) {
            difference |= a[aOff + i] ^ b[bOff + i];
        }
        return difference == 0;
    }
}
