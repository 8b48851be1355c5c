package dev.peerloom.plugin.shh.crypto;

import static java.lang.Long.rotateLeft;

/**
 * The permutation Keccak-f[1600] (FIPS 202, section 3), on 25 local variables and two rounds a
 * turn: so the compiler keeps the lanes out of arrays. Lane (x, y) has index x + 5y.
 */
final class KeccakF1600 {
    private static final long[] ROUND_CONSTANTS = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808AL, 0x8000000080008000L,
        0x000000000000808BL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
        0x000000000000008AL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000AL,
        0x000000008000808BL, 0x800000000000008BL, 0x8000000000008089L, 0x8000000000008003L,
        0x8000000000008002L, 0x8000000000000080L, 0x000000000000800AL, 0x800000008000000AL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L,
    };

    private KeccakF1600() {}

    /** Permutes 25 lanes of {@code in} into {@code out}, which may be the same array. */
    static void permute(long[] in, long[] out) {
        long a0 = in[0];
        long a1 = in[1];
        long a2 = in[2];
        long a3 = in[3];
        long a4 = in[4];
        long a5 = in[5];
        long a6 = in[6];
        long a7 = in[7];
        long a8 = in[8];
        long a9 = in[9];
        long a10 = in[10];
        long a11 = in[11];
        long a12 = in[12];
        long a13 = in[13];
        long a14 = in[14];
        long a15 = in[15];
        long a16 = in[16];
        long a17 = in[17];
        long a18 = in[18];
        long a19 = in[19];
        long a20 = in[20];
        long a21 = in[21];
        long a22 = in[22];
        long a23 = in[23];
        long a24 = in[24];
        for (int round = 0; round < 24; round += 2) {
            long c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20;
            long c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21;
            long c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22;
            long c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23;
            long c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24;
            long d0 = c4 ^ rotateLeft(c1, 1);
            long d1 = c0 ^ rotateLeft(c2, 1);
            long d2 = c1 ^ rotateLeft(c3, 1);
            long d3 = c2 ^ rotateLeft(c4, 1);
            long d4 = c3 ^ rotateLeft(c0, 1);
            long b0 = a0 ^ d0;
            long b1 = rotateLeft(a6 ^ d1, 44);
            long b2 = rotateLeft(a12 ^ d2, 43);
            long b3 = rotateLeft(a18 ^ d3, 21);
            long b4 = rotateLeft(a24 ^ d4, 14);
            long e0 = b0 ^ (~b1 & b2) ^ ROUND_CONSTANTS[round];
            long e1 = b1 ^ (~b2 & b3);
            long e2 = b2 ^ (~b3 & b4);
            long e3 = b3 ^ (~b4 & b0);
            long e4 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(a3 ^ d3, 28);
            b1 = rotateLeft(a9 ^ d4, 20);
            b2 = rotateLeft(a10 ^ d0, 3);
            b3 = rotateLeft(a16 ^ d1, 45);
            b4 = rotateLeft(a22 ^ d2, 61);
            long e5 = b0 ^ (~b1 & b2);
            long e6 = b1 ^ (~b2 & b3);
            long e7 = b2 ^ (~b3 & b4);
            long e8 = b3 ^ (~b4 & b0);
            long e9 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(a1 ^ d1, 1);
            b1 = rotateLeft(a7 ^ d2, 6);
            b2 = rotateLeft(a13 ^ d3, 25);
            b3 = rotateLeft(a19 ^ d4, 8);
            b4 = rotateLeft(a20 ^ d0, 18);
            long e10 = b0 ^ (~b1 & b2);
            long e11 = b1 ^ (~b2 & b3);
            long e12 = b2 ^ (~b3 & b4);
            long e13 = b3 ^ (~b4 & b0);
            long e14 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(a4 ^ d4, 27);
            b1 = rotateLeft(a5 ^ d0, 36);
            b2 = rotateLeft(a11 ^ d1, 10);
            b3 = rotateLeft(a17 ^ d2, 15);
            b4 = rotateLeft(a23 ^ d3, 56);
            long e15 = b0 ^ (~b1 & b2);
            long e16 = b1 ^ (~b2 & b3);
            long e17 = b2 ^ (~b3 & b4);
            long e18 = b3 ^ (~b4 & b0);
            long e19 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(a2 ^ d2, 62);
            b1 = rotateLeft(a8 ^ d3, 55);
            b2 = rotateLeft(a14 ^ d4, 39);
            b3 = rotateLeft(a15 ^ d0, 41);
            b4 = rotateLeft(a21 ^ d1, 2);
            long e20 = b0 ^ (~b1 & b2);
            long e21 = b1 ^ (~b2 & b3);
            long e22 = b2 ^ (~b3 & b4);
            long e23 = b3 ^ (~b4 & b0);
            long e24 = b4 ^ (~b0 & b1);
            c0 = e0 ^ e5 ^ e10 ^ e15 ^ e20;
            c1 = e1 ^ e6 ^ e11 ^ e16 ^ e21;
            c2 = e2 ^ e7 ^ e12 ^ e17 ^ e22;
            c3 = e3 ^ e8 ^ e13 ^ e18 ^ e23;
            c4 = e4 ^ e9 ^ e14 ^ e19 ^ e24;
            d0 = c4 ^ rotateLeft(c1, 1);
            d1 = c0 ^ rotateLeft(c2, 1);
            d2 = c1 ^ rotateLeft(c3, 1);
            d3 = c2 ^ rotateLeft(c4, 1);
            d4 = c3 ^ rotateLeft(c0, 1);
            b0 = e0 ^ d0;
            b1 = rotateLeft(e6 ^ d1, 44);
            b2 = rotateLeft(e12 ^ d2, 43);
            b3 = rotateLeft(e18 ^ d3, 21);
            b4 = rotateLeft(e24 ^ d4, 14);
            a0 = b0 ^ (~b1 & b2) ^ ROUND_CONSTANTS[round + 1];
            a1 = b1 ^ (~b2 & b3);
            a2 = b2 ^ (~b3 & b4);
            a3 = b3 ^ (~b4 & b0);
            a4 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(e3 ^ d3, 28);
            b1 = rotateLeft(e9 ^ d4, 20);
            b2 = rotateLeft(e10 ^ d0, 3);
            b3 = rotateLeft(e16 ^ d1, 45);
            b4 = rotateLeft(e22 ^ d2, 61);
            a5 = b0 ^ (~b1 & b2);
            a6 = b1 ^ (~b2 & b3);
            a7 = b2 ^ (~b3 & b4);
            a8 = b3 ^ (~b4 & b0);
            a9 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(e1 ^ d1, 1);
            b1 = rotateLeft(e7 ^ d2, 6);
            b2 = rotateLeft(e13 ^ d3, 25);
            b3 = rotateLeft(e19 ^ d4, 8);
            b4 = rotateLeft(e20 ^ d0, 18);
            a10 = b0 ^ (~b1 & b2);
            a11 = b1 ^ (~b2 & b3);
            a12 = b2 ^ (~b3 & b4);
            a13 = b3 ^ (~b4 & b0);
            a14 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(e4 ^ d4, 27);
            b1 = rotateLeft(e5 ^ d0, 36);
            b2 = rotateLeft(e11 ^ d1, 10);
            b3 = rotateLeft(e17 ^ d2, 15);
            b4 = rotateLeft(e23 ^ d3, 56);
            a15 = b0 ^ (~b1 & b2);
            a16 = b1 ^ (~b2 & b3);
            a17 = b2 ^ (~b3 & b4);
            a18 = b3 ^ (~b4 & b0);
            a19 = b4 ^ (~b0 & b1);
            b0 = rotateLeft(e2 ^ d2, 62);
            b1 = rotateLeft(e8 ^ d3, 55);
            b2 = rotateLeft(e14 ^ d4, 39);
            b3 = rotateLeft(e15 ^ d0, 41);
            b4 = rotateLeft(e21 ^ d1, 2);
            a20 = b0 ^ (~b1 & b2);
            a21 = b1 ^ (~b2 & b3);
            a22 = b2 ^ (~b3 & b4);
            a23 = b3 ^ (~b4 & b0);
            a24 = b4 ^ (~b0 & b1);
        }
        out[0] = a0;
        out[1] = a1;
        out[2] = a2;
        out[3] = a3;
        out[4] = a4;
        out[5] = a5;
        out[6] = a6;
        out[7] = a7;
        out[8] = a8;
        out[9] = a9;
        out[10] = a10;
        out[11] = a11;
        out[12] = a12;
        out[13] = a13;
        out[14] = a14;
        out[15] = a15;
        out[16] = a16;
        out[17] = a17;
        out[18] = a18;
        out[19] = a19;
        out[20] = a20;
        out[21] = a21;
        out[22] = a22;
        out[23] = a23;
        out[24] = a24;
    }
}
