package dev.peerloom.api.rlp;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes canonical RLP (Ethereum Yellow Paper, appendix B): whatever it accepts, {@link RlpReader}
 * reads back.
 *
 * <pre>{@code
 * byte[] payload = new RlpWriter()
 *         .startList()
 *         .write(requestId)
 *         .startList().write(hash).endList()
 *         .endList()
 *         .toByteArray();
 * }</pre>
 *
 * <p>Items written while no list is open follow one another in the output, as in a file of blocks.
 * Time and memory are linear in the output, however deep the lists are.
 *
 * <p>A writer belongs to one thread at a time. It throws {@link NullPointerException} for a null,
 * {@link IllegalArgumentException} for a value that RLP cannot carry, and {@link
 * IllegalStateException} when lists are opened and closed out of order, nested deeper than {@link
 * RlpReader#MAX_DEPTH}, or when the output would exceed 2<sup>31</sup>&nbsp;&minus;&nbsp;1 bytes;
 * after any of these it stands as it was before the call.
 */
public final class RlpWriter {
    // Owned by the thread that writes. List headers are not in the body: their size is known only
    // when the list ends, so each list leaves a mark and toByteArray() puts the headers in between.
    private static final int MAX_HEADER = 5;

    private byte[] body = new byte[256];
    private int bodySize;

    /** Per list, in the order in which they were started: offset in the body, payload length. */
    private int[] marks = new int[8];

    private int markCount;

    /** Per open list: its mark, and {@link #headerSize} when it was started. */
    private int[] open = new int[8];

    private int depth;

    /** Size of the headers of all lists that have ended. */
    private int headerSize;

    /** A writer with nothing written. */
    public RlpWriter() {}

    /**
     * Opens a list: what is written until the matching {@link #endList()} are its items.
     *
     * @return this
     */
    public RlpWriter startList() {
        if (depth == RlpReader.MAX_DEPTH) {
            throw new IllegalStateException(
                    "lists nest deeper than " + RlpReader.MAX_DEPTH + ", which no reader accepts");
        }
        require(0, depth + 1);
        if (2 * markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * marks.length);
        }
        if (2 * depth == open.length) {
            open = Arrays.copyOf(open, 2 * open.length);
        }
        open[2 * depth] = markCount;
        open[2 * depth + 1] = headerSize;
        depth++;
        marks[2 * markCount] = bodySize;
        markCount++;
        return this;
    }

    /**
     * Closes the list opened last.
     *
     * @return this
     */
    public RlpWriter endList() {
        if (depth == 0) {
            throw new IllegalStateException("endList() without an open list");
        }
        int mark = open[2 * (depth - 1)];
        int payload = bodySize - marks[2 * mark] + headerSize - open[2 * (depth - 1) + 1];
        marks[2 * mark + 1] = payload;
        headerSize += headerLength(payload);
        depth--;
        return this;
    }

    /**
     * Writes an integer of 0 to 2<sup>64</sup>&nbsp;&minus;&nbsp;1 in its shortest form.
     *
     * @param unsigned the 64 bits, read as unsigned: &minus;1 stands for
     *     2<sup>64</sup>&nbsp;&minus;&nbsp;1
     * @return this
     */
    public RlpWriter write(long unsigned) {
        require(9, depth);
        if (unsigned > 0 && unsigned < 0x80) {
            body[bodySize++] = (byte) unsigned;
        } else {
            int length = (71 - Long.numberOfLeadingZeros(unsigned)) >>> 3;
            body[bodySize++] = (byte) (0x80 + length);
            bigEndian(unsigned, length);
        }
        return this;
    }

    /**
     * Writes an integer of any size in its shortest form.
     *
     * @param nonNegative the integer; IllegalArgumentException if it is below zero
     * @return this
     */
    public RlpWriter write(BigInteger nonNegative) {
        Objects.requireNonNull(nonNegative, "nonNegative");
        if (nonNegative.signum() < 0) {
            throw new IllegalArgumentException("RLP has no integers below zero");
        }
        if (nonNegative.bitLength() <= Long.SIZE) {
            return write(nonNegative.longValue());
        }
        byte[] bytes = nonNegative.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return write(bytes, sign, bytes.length - sign);
    }

    /**
     * Writes text as a string of its UTF-8 bytes.
     *
     * @param utf8 the text; IllegalArgumentException if it has half a surrogate pair, which UTF-8
     *     cannot carry
     * @return this
     */
    public RlpWriter write(String utf8) {
        Objects.requireNonNull(utf8, "utf8");
        for (int i = 0; i < utf8.length(); i++) {
            if (Character.isSurrogate(utf8.charAt(i))) {
                if (Character.charCount(utf8.codePointAt(i)) != 2) {
                    throw new IllegalArgumentException(
                            "half a surrogate pair at character " + i + " of the text");
                }
                i++;
            }
        }
        return write(utf8.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a string of bytes, copying them.
     *
     * @param string the bytes, as they are: a leading zero stays
     * @return this
     */
    public RlpWriter write(byte[] string) {
        Objects.requireNonNull(string, "string");
        return write(string, 0, string.length);
    }

    /**
     * Writes a string of bytes that lie within an array, copying them.
     *
     * @param source the array
     * @param offset where the string starts in it
     * @param length how many bytes it has; IndexOutOfBoundsException if they are not all in the
     *     array
     * @return this
     */
    public RlpWriter write(byte[] source, int offset, int length) {
        Objects.requireNonNull(source, "source");
        Objects.checkFromIndexSize(offset, length, source.length);
        require((long) MAX_HEADER + length, depth);
        if (length != 1 || source[offset] < 0) {
            bodySize = header(body, bodySize, 0x80, length);
        }
        System.arraycopy(source, offset, body, bodySize, length);
        bodySize += length;
        return this;
    }

    /**
     * Writes an item that is encoded already, header included, such as {@link RlpReader#readRaw()}
     * returns it.
     *
     * @param encodedItem exactly one item; IllegalArgumentException if it is not canonical through
     *     and through, or would make lists nest too deep at this place
     * @return this
     */
    public RlpWriter writeRaw(byte[] encodedItem) {
        Objects.requireNonNull(encodedItem, "encodedItem");
        try {
            RlpReader.check(encodedItem, RlpReader.MAX_DEPTH - depth);
        } catch (RlpException e) {
            throw new IllegalArgumentException(
                    "what was handed to writeRaw() is not one RLP item: " + e.getMessage(), e);
        }
        require(encodedItem.length, depth);
        System.arraycopy(encodedItem, 0, body, bodySize, encodedItem.length);
        bodySize += encodedItem.length;
        return this;
    }

    /**
     * What was written so far, as a new array. The writer may be written to afterwards, and called
     * again.
     *
     * @return the encoding; empty if nothing was written
     * @throws IllegalStateException while a list is open
     */
    public byte[] toByteArray() {
        if (depth > 0) {
            throw new IllegalStateException(depth + " list(s) still open: endList() is missing");
        }
        byte[] result = new byte[bodySize + headerSize];
        int from = 0;
        int to = 0;
        for (int mark = 0; mark < 2 * markCount; mark += 2) {
            int size = marks[mark] - from;
            System.arraycopy(body, from, result, to, size);
            from += size;
            to = header(result, to + size, 0xc0, marks[mark + 1]);
        }
        System.arraycopy(body, from, result, to, bodySize - from);
        return result;
    }

    /** Makes room for bytes in the body, and for the headers that open lists will want. */
    private void require(long bytes, int lists) {
        long size = bodySize + bytes;
        if (size + headerSize + (long) lists * MAX_HEADER > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("the output would exceed 2^31-1 bytes");
        }
        if (size > body.length) {
            long wanted = Math.max(size, 2L * body.length);
            body = Arrays.copyOf(body, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }

    private void bigEndian(long value, int length) {
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            body[bodySize++] = (byte) (value >>> shift);
        }
    }

    private static int headerLength(int payload) {
        return payload < 56 ? 1 : 1 + lengthOfLength(payload);
    }

    private static int lengthOfLength(int payload) {
        return (39 - Integer.numberOfLeadingZeros(payload)) >>> 3;
    }

    /** Puts a header at a place and returns the place after it. */
    private static int header(byte[] target, int at, int base, int payload) {
        if (payload < 56) {
            target[at] = (byte) (base + payload);
            return at + 1;
        }
        int bytes = lengthOfLength(payload);
        target[at] = (byte) (base + 55 + bytes);
        for (int i = bytes; i > 0; i--) {
            target[at + i] = (byte) (payload >>> (8 * (bytes - i)));
        }
        return at + 1 + bytes;
    }
}
