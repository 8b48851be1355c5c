package dev.peerloom.plugin.bzz.overlay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Keccak-256 with the padding from before SHA-3, which the JDK cannot be told. Written to be short:
 * it is run once, on the node's key.
 *
 * @see <a href="https://keccak.team/files/Keccak-reference-3.0.pdf">The Keccak reference</a>
 */
final class Keccak256 {
    /** Bytes that one permutation takes in. */
    private static final int RATE = 136;

    /** How far rho turns each lane, in the order in which pi visits them. */
    private static final int[] TURNS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };

    /** The lanes in the order in which pi moves them. */
    private static final int[] LANES = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private Keccak256() {}

    /** Hashes. */
    static byte[] hash(byte[] data) {
        ByteBuffer padded =
                ByteBuffer.allocate((data.length / RATE + 1) * RATE)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(0, data);
        padded.put(data.length, (byte) 1);
        int last = padded.capacity() - 1;
        padded.put(last, (byte) (padded.get(last) | 0x80));
        long[] state = new long[25];
        while (padded.hasRemaining()) {
            for (int i = 0; i < RATE / Long.BYTES; i++) {
                state[i] ^= padded.getLong();
            }
            permute(state);
        }
        ByteBuffer hash = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            hash.putLong(state[i]);
        }
        return hash.array();
    }

    private static void permute(long[] state) {
        int feedback = 1;
        for (int round = 0; round < 24; round++) {
            theta(state);
            rhoAndPi(state);
            chi(state);
            // iota: the round's constant comes out of a shift register, a bit for each power of 2.
            for (int bit = 0; bit < 7; bit++) {
                if ((feedback & 1) != 0) {
                    state[0] ^= 1L << ((1 << bit) - 1);
                }
                feedback = (feedback << 1) ^ ((feedback & 0x80) != 0 ? 0x171 : 0);
            }
        }
    }

    private static void theta(long[] state) {
        long[] parity = new long[5];
        for (int i = 0; i < 25; i++) {
            parity[i % 5] ^= state[i];
        }
        for (int i = 0; i < 25; i++) {
            state[i] ^= parity[(i + 4) % 5] ^ Long.rotateLeft(parity[(i + 1) % 5], 1);
        }
    }

    private static void rhoAndPi(long[] state) {
        long moving = state[1];
        for (int i = 0; i < 24; i++) {
            long next = state[LANES[i]];
            state[LANES[i]] = Long.rotateLeft(moving, TURNS[i]);
            moving = next;
        }
    }

    private static void chi(long[] state) {
        long[] row = new long[5];
        for (int y = 0; y < 25; y += 5) {
            System.arraycopy(state, y, row, 0, 5);
            for (int x = 0; x < 5; x++) {
                state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}
