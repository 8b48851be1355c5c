package dev.peerloom.core.rlpx;

import static dev.peerloom.core.rlpx.Snappy.INTS;
import static dev.peerloom.core.rlpx.Snappy.LONGS;

import java.util.Arrays;

/**
 * Finds repetitions by a table of where four bytes were seen last. Owned by one thread at a time.
 *
 * <p>The table holds the low 16 bits of positions, which is enough: a copy reaches back 65,535
 * bytes at most, and every candidate is compared before it is used. So an input needs no division
 * into blocks, and bytes that repeat nothing become one literal however long they are.
 */
final class SnappyEncoder {
    private static final int MAX_TABLE_BITS = 14;
    private static final int MIN_TABLE_BITS = 8;
    // A larger table is made for one block and left to the collector: links are many and idle.
    private static final int MAX_KEPT_BITS = 11;
    private static final int MULTIPLIER = 0x1E35A7BD;
    // Within the last bytes nothing is looked up, so that four can be read beyond every place.
    private static final int MARGIN = 15;
    // After 32 misses every second byte is tried, then every third …, but none so far apart.
    private static final int MAX_SKIP = 2048 << 5;
    // Header of a literal, and a copy of up to 64 bytes.
    private static final int ELEMENT_HEADERS = 5 + 3;

    private short[] kept = {};

    int compress(byte[] src, int off, int len, byte[] dst, int dstOff) {
        int start = preamble(len, dst, dstOff);
        int stored = start + literalHeader(len) + len;
        int end = len > MARGIN ? search(src, off, len, dst, start, stored) : stored;
        if (end >= stored) {
            end = len == 0 ? start : literal(src, off, len, dst, start);
        }
        return end - dstOff;
    }

    /**
     * Writes the elements.
     *
     * @return where they end; {@code limit} if they would not end before it
     */
    private int search(byte[] src, int off, int len, byte[] dst, int start, int limit) {
        int bits = tableBits(len);
        int shift = 32 - bits;
        short[] table = table(bits);
        int end = off + len;
        int searchEnd = end - MARGIN;
        int op = start;
        int emitted = off;
        int ip = off + 1;
        int skip = 32;
        while (true) {
            int step = skip >>> 5;
            skip = Math.min(skip + step, MAX_SKIP);
            if (ip > searchEnd) {
                break;
            }
            int four = (int) INTS.get(src, ip);
            int slot = (four * MULTIPLIER) >>> shift;
            int back = (ip - off - table[slot]) & 0xFFFF;
            table[slot] = (short) (ip - off);
            if (back == 0 || (int) INTS.get(src, ip - back) != four) {
                ip += step;
                continue;
            }
            int length = 4 + match(src, ip + 4, back, end);
            int literal = ip - emitted;
            if (op + literal + ELEMENT_HEADERS + 3 * (length >>> 6) > limit) {
                return limit;
            }
            if (literal > 0) {
                op = literal(src, emitted, literal, dst, op);
            }
            op = copy(back, length, dst, op);
            ip += length;
            emitted = ip;
            if (ip > searchEnd) {
                break;
            }
            int last = (int) INTS.get(src, ip - 1);
            table[(last * MULTIPLIER) >>> shift] = (short) (ip - 1 - off);
            skip = 32;
        }
        int rest = end - emitted;
        if (op + rest + literalHeader(rest) >= limit) {
            return limit;
        }
        return rest == 0 ? op : literal(src, emitted, rest, dst, op);
    }

    private static int tableBits(int len) {
        int wanted = 32 - Integer.numberOfLeadingZeros(len - 1);
        return Math.clamp(wanted, MIN_TABLE_BITS, MAX_TABLE_BITS);
    }

    private short[] table(int bits) {
        int size = 1 << bits;
        if (bits > MAX_KEPT_BITS) {
            return new short[size];
        }
        if (kept.length < size) {
            kept = new short[size];
        } else {
            Arrays.fill(kept, 0, size, (short) 0);
        }
        return kept;
    }

    /** How many bytes from {@code at} on are the same as those {@code back} bytes before. */
    private static int match(byte[] src, int at, int back, int end) {
        int i = at;
        while (end - i >= Long.BYTES) {
            long difference = (long) LONGS.get(src, i) ^ (long) LONGS.get(src, i - back);
            if (difference != 0) {
                return i - at + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < end && src[i] == src[i - back]) {
            i++;
        }
        return i - at;
    }

    private static int preamble(int length, byte[] dst, int off) {
        int op = off;
        int rest = length;
        while (rest >>> 7 != 0) {
            dst[op++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        dst[op++] = (byte) rest;
        return op;
    }

    private static int literalHeader(int length) {
        if (length <= 60) {
            return 1;
        }
        return 1 + ((39 - Integer.numberOfLeadingZeros(length - 1)) >>> 3);
    }

    private static int literal(byte[] src, int off, int len, byte[] dst, int outOff) {
        int header = literalHeader(len);
        int n = len - 1;
        if (header == 1) {
            dst[outOff] = (byte) (n << 2);
        } else {
            dst[outOff] = (byte) ((58 + header) << 2);
            for (int i = 1; i < header; i++) {
                dst[outOff + i] = (byte) (n >>> (8 * (i - 1)));
            }
        }
        System.arraycopy(src, off, dst, outOff + header, len);
        return outOff + header + len;
    }

    private static int copy(int back, int length, byte[] dst, int outOff) {
        int op = outOff;
        int rest = length;
        // What is left over must not be shorter than the four bytes a short copy has at least.
        while (rest >= 68) {
            op = longCopy(back, 64, dst, op);
            rest -= 64;
        }
        if (rest > 64) {
            op = longCopy(back, 60, dst, op);
            rest -= 60;
        }
        if (rest >= 12 || back >= 2048) {
            return longCopy(back, rest, dst, op);
        }
        dst[op] = (byte) (back >>> 8 << 5 | (rest - 4) << 2 | 1);
        dst[op + 1] = (byte) back;
        return op + 2;
    }

    private static int longCopy(int back, int length, byte[] dst, int op) {
        dst[op] = (byte) ((length - 1) << 2 | 2);
        dst[op + 1] = (byte) back;
        dst[op + 2] = (byte) (back >>> 8);
        return op + 3;
    }
}
