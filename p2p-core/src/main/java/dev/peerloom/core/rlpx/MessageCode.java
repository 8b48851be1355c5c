package dev.peerloom.core.rlpx;

import java.util.Objects;

/**
 * The message code at the beginning of a frame's body: an RLP integer (0 is 0x80).
 *
 * @param code the code, not negative
 * @param length how many bytes it takes in the frame
 */
public record MessageCode(int code, int length) {
    /** How many bytes a code takes in a frame. */
    public static int encodedSize(int code) {
        if (code < 0) {
            throw new IllegalArgumentException("a message code is not negative: " + code);
        }
        return code < 0x80 ? 1 : 1 + bytes(code);
    }

    /**
     * Writes a code.
     *
     * @return how many bytes it takes: 1 to 5
     */
    public static int encode(int code, byte[] out, int off) {
        int size = encodedSize(code);
        if (size == 1) {
            out[off] = (byte) (code == 0 ? 0x80 : code);
            return 1;
        }
        out[off] = (byte) (0x80 + size - 1);
        for (int i = size - 1, rest = code; i > 0; i--, rest >>>= 8) {
            out[off + i] = (byte) rest;
        }
        return size;
    }

    /**
     * Reads the code of a frame.
     *
     * @throws FrameException if there is none, it is not encoded as shortly as it can be, or is
     *     beyond 2^31 - 1
     */
    public static MessageCode decode(byte[] in, int off, int len) throws FrameException {
        Objects.checkFromIndexSize(off, len, in.length);
        int first = len > 0 ? in[off] & 0xFF : -1;
        if (first > 0 && first < 0x80) {
            return new MessageCode(first, 1);
        }
        if (first == 0x80) {
            return new MessageCode(0, 1);
        }
        int size = first - 0x80;
        if (size < 1 || size > 4 || size >= len) {
            throw illegal();
        }
        int code = 0;
        for (int i = 1; i <= size; i++) {
            code = code << 8 | (in[off + i] & 0xFF);
        }
        if (code < 0x80 || bytes(code) != size) {
            throw illegal();
        }
        return new MessageCode(code, 1 + size);
    }

    private static int bytes(int code) {
        return (39 - Integer.numberOfLeadingZeros(code)) >>> 3;
    }

    private static FrameException illegal() {
        return new FrameException("a frame does not begin with a message code");
    }
}
