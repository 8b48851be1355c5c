package dev.peerloom.plugin.eth.common;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigestSpi;
import java.util.Arrays;

/**
 * Keccak-256 with the padding that Ethereum uses (0x01, not SHA-3's 0x06, which is why the JDK's
 * SHA3-256 cannot stand in).
 *
 * <p>An instance belongs to one thread. It is a {@link MessageDigestSpi} so that a {@link
 * java.security.Provider} can offer it to libraries that ask for {@code KECCAK-256} by name.
 */
public final class Keccak256 extends MessageDigestSpi {
    private static final int RATE = 136;
    private static final int LANES = 25;
    private static final VarHandle LANE =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Order in which rho and pi visit the lanes, and how far each is rotated on the way. */
    private static final int[] PI = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private static final int[] RHO = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };

    private static final long[] IOTA = roundConstants();

    private final long[] state = new long[LANES];
    private final long[] column = new long[5];
    private final byte[] block = new byte[RATE];
    private int filled;

    /** A digest that has taken no bytes yet. */
    public Keccak256() {}

    /**
     * Hashes one array.
     *
     * @param data what to hash
     * @return 32 bytes
     */
    public static byte[] hash(byte[] data) {
        return hash(data, 0, data.length);
    }

    /**
     * Hashes a part of an array.
     *
     * @param data the array
     * @param offset first byte
     * @param length number of bytes
     * @return 32 bytes
     */
    public static byte[] hash(byte[] data, int offset, int length) {
        Keccak256 digest = new Keccak256();
        digest.engineUpdate(data, offset, length);
        return digest.engineDigest();
    }

    @Override
    protected int engineGetDigestLength() {
        return 32;
    }

    @Override
    protected void engineUpdate(byte input) {
        block[filled++] = input;
        if (filled == RATE) {
            absorb(block, 0);
            filled = 0;
        }
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
        int from = offset;
        int left = length;
        if (filled > 0) {
            int taken = Math.min(left, RATE - filled);
            System.arraycopy(input, from, block, filled, taken);
            filled += taken;
            from += taken;
            left -= taken;
            if (filled < RATE) {
                return;
            }
            absorb(block, 0);
            filled = 0;
        }
        for (; left >= RATE; left -= RATE, from += RATE) {
            absorb(input, from);
        }
        System.arraycopy(input, from, block, 0, left);
        filled = left;
    }

    @Override
    protected byte[] engineDigest() {
        Arrays.fill(block, filled, RATE, (byte) 0);
        block[filled] = 1;
        block[RATE - 1] |= (byte) 0x80;
        absorb(block, 0);
        byte[] out = new byte[32];
        for (int i = 0; i < 4; i++) {
            LANE.set(out, i * 8, state[i]);
        }
        engineReset();
        return out;
    }

    @Override
    protected void engineReset() {
        Arrays.fill(state, 0);
        filled = 0;
    }

    private void absorb(byte[] source, int offset) {
        for (int i = 0; i < RATE / 8; i++) {
            state[i] ^= (long) LANE.get(source, offset + i * 8);
        }
        for (int round = 0; round < 24; round++) {
            theta();
            rhoAndPi();
            chi();
            state[0] ^= IOTA[round];
        }
    }

    private void theta() {
        long[] a = state;
        for (int x = 0; x < 5; x++) {
            column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
        }
        for (int x = 0; x < 5; x++) {
            long mix = column[(x + 4) % 5] ^ Long.rotateLeft(column[(x + 1) % 5], 1);
            for (int y = 0; y < LANES; y += 5) {
                a[y + x] ^= mix;
            }
        }
    }

    private void rhoAndPi() {
        long moving = state[1];
        for (int i = 0; i < 24; i++) {
            long displaced = state[PI[i]];
            state[PI[i]] = Long.rotateLeft(moving, RHO[i]);
            moving = displaced;
        }
    }

    private void chi() {
        long[] a = state;
        for (int y = 0; y < LANES; y += 5) {
            long a0 = a[y];
            long a1 = a[y + 1];
            long a2 = a[y + 2];
            long a3 = a[y + 3];
            long a4 = a[y + 4];
            a[y] = a0 ^ (~a1 & a2);
            a[y + 1] = a1 ^ (~a2 & a3);
            a[y + 2] = a2 ^ (~a3 & a4);
            a[y + 3] = a3 ^ (~a4 & a0);
            a[y + 4] = a4 ^ (~a0 & a1);
        }
    }

    /** The specification's shift register (FIPS 202, section 3.2.5), which saves a table. */
    private static long[] roundConstants() {
        long[] constants = new long[24];
        int register = 1;
        for (int round = 0; round < 24; round++) {
            for (int bit = 0; bit < 7; bit++) {
                if ((register & 1) != 0) {
                    constants[round] |= 1L << ((1 << bit) - 1);
                }
                register <<= 1;
                if ((register & 0x100) != 0) {
                    register ^= 0x171;
                }
            }
        }
        return constants;
    }
}
