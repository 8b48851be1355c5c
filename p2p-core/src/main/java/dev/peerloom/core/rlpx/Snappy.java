package dev.peerloom.core.rlpx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Snappy's block format (google/snappy, format_description.txt), reading side. Compressing is
 * {@link Compressor}'s. Stateless.
 */
public final class Snappy {
    static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Three bytes of input can become 64 of output, and no element does better. */
    private static final int MAX_EXPANSION = 22;

    private Snappy() {}

    /** How many bytes {@link Compressor#compress} may write for {@code n} bytes: n + 10. */
    public static int maxCompressedLength(int n) {
        return Math.addExact(n, 10);
    }

    /**
     * How many bytes a block says it decompresses to; nothing else of it is looked at.
     *
     * @throws SnappyException if it does not say, or says more than 2^31 - 1
     */
    public static int uncompressedLength(byte[] in, int off, int len) throws SnappyException {
        Objects.checkFromIndexSize(off, len, in.length);
        long length = 0;
        for (int i = 0; i < Math.min(len, 5); i++) {
            length |= (in[off + i] & 0x7FL) << (7 * i);
            if (in[off + i] >= 0) {
                if (length > Integer.MAX_VALUE) {
                    throw new SnappyException("a block declares " + length + " bytes");
                }
                return (int) length;
            }
        }
        throw new SnappyException("a block does not declare its length");
    }

    /**
     * Decompresses a block.
     *
     * @param maxLength how many bytes it may become; checked before anything is allocated
     * @return exactly as many bytes as the block declares
     * @throws SnappyException if it would become longer, or is not a block
     */
    public static byte[] uncompress(byte[] in, int off, int len, int maxLength)
            throws SnappyException {
        int length = uncompressedLength(in, off, len);
        if (length > maxLength) {
            throw new SnappyException(
                    "a block declares " + length + " bytes, at most " + maxLength + " are allowed");
        }
        if (length > (long) MAX_EXPANSION * len) {
            throw new SnappyException(
                    "a block of " + len + " bytes declares " + length + ", it cannot hold them");
        }
        byte[] out = new byte[length];
        int start = off;
        while (in[start] < 0) {
            start++;
        }
        elements(in, start + 1, off + len, out);
        return out;
    }

    private static void elements(byte[] in, int from, int end, byte[] out) throws SnappyException {
        int ip = from;
        int op = 0;
        while (ip < end) {
            int tag = in[ip++] & 0xFF;
            int length;
            int offset;
            switch (tag & 3) {
                case 0 -> {
                    length = tag >>> 2;
                    if (length >= 60) {
                        int bytes = length - 59;
                        length = littleEndian(in, ip, end, bytes);
                        ip += bytes;
                    }
                    // Unsigned, and one more than the field says: so compared before adding.
                    if (length < 0 || length >= end - ip || length >= out.length - op) {
                        throw corrupt();
                    }
                    length++;
                    literal(in, ip, end, length, out, op);
                    ip += length;
                    op += length;
                    continue;
                }
                case 1 -> {
                    length = 4 + (tag >>> 2 & 7);
                    offset = (tag & 0xE0) << 3 | littleEndian(in, ip, end, 1);
                    ip += 1;
                }
                case 2 -> {
                    length = 1 + (tag >>> 2);
                    offset = littleEndian(in, ip, end, 2);
                    ip += 2;
                }
                default -> {
                    length = 1 + (tag >>> 2);
                    offset = littleEndian(in, ip, end, 4);
                    ip += 4;
                }
            }
            if (offset <= 0 || offset > op || length > out.length - op) {
                throw corrupt();
            }
            copy(out, op, offset, length);
            op += length;
        }
        if (op != out.length) {
            throw new SnappyException("a block holds " + op + " bytes, not " + out.length);
        }
    }

    private static int littleEndian(byte[] in, int at, int end, int bytes) throws SnappyException {
        if (bytes > end - at) {
            throw corrupt();
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in[at + i] & 0xFF) << (8 * i);
        }
        return value;
    }

    private static void literal(byte[] in, int ip, int end, int length, byte[] out, int op) {
        if (length <= 16 && end - ip >= 16 && out.length - op >= 16) {
            LONGS.set(out, op, (long) LONGS.get(in, ip));
            LONGS.set(out, op + 8, (long) LONGS.get(in, ip + 8));
        } else {
            System.arraycopy(in, ip, out, op, length);
        }
    }

    /** Repeats what stands {@code offset} bytes back; the two may overlap, then it is a pattern. */
    private static void copy(byte[] out, int op, int offset, int length) {
        // Eight bytes at a time may write up to seven too many, which what follows overwrites.
        if (out.length - op < length + 8) {
            for (int i = 0; i < length; i++) {
                out[op + i] = out[op + i - offset];
            }
            return;
        }
        int at = op;
        int end = op + length;
        int distance = offset;
        if (offset < 8) {
            for (int i = 0; i < 8; i++) {
                out[op + i] = out[op + i - offset];
            }
            at += 8;
            distance = (7 + offset) / offset * offset; // the pattern repeats at a multiple too
        }
        for (; at < end; at += 8) {
            LONGS.set(out, at, (long) LONGS.get(out, at - distance));
        }
    }

    private static SnappyException corrupt() {
        return new SnappyException("a block is corrupt: an element runs out of its bounds");
    }

    /**
     * Compresses blocks. Owned by one thread at a time; keeps a small table from one block to the
     * next, none before the first.
     */
    public static final class Compressor {
        private final SnappyEncoder encoder = new SnappyEncoder();

        /** A compressor. */
        public Compressor() {}

        /**
         * Compresses into one block. What does not become shorter is stored as it is.
         *
         * @param dst where the block goes, with room for {@link #maxCompressedLength} bytes
         * @return the length of the block, at most {@code len + 10}
         */
        public int compress(byte[] src, int off, int len, byte[] dst, int dstOff) {
            Objects.checkFromIndexSize(off, len, src.length);
            Objects.checkFromIndexSize(dstOff, maxCompressedLength(len), dst.length);
            return encoder.compress(src, off, len, dst, dstOff);
        }
    }
}
