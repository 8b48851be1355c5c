package dev.peerloom.api.rlp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads RLP (Ethereum Yellow Paper, appendix B), strictly: there is one encoding of everything, and
 * what is not that encoding is refused.
 *
 * <pre>{@code
 * RlpReader in = new RlpReader(message.payload());
 * in.enterList();
 * long requestId = in.readLong();
 * in.enterList();
 * while (in.hasNext()) {
 *     hashes.add(in.readBytes());
 * }
 * in.leaveList();
 * in.leaveList(); // where later versions may add fields: while (in.hasNext()) in.skip();
 * in.end();
 * }</pre>
 *
 * <p><b>Refused</b> are lengths that could be shorter, a byte below 0x80 with a header, integers
 * with leading zeros, items that run past the end of their list or of the input, and lists within
 * lists deeper than {@link #MAX_DEPTH}. Every method that meets one throws {@link RlpException},
 * and so does one that meets the wrong kind of item, the end, or bytes that are left over; no other
 * exception comes out of any input or any order of calls. After an exception the reader stands
 * where it stood before the call. A decoder that let an RlpException escape from {@link
 * dev.peerloom.api.Protocol#run run()} closes the link for breach of protocol (0x02).
 *
 * <p>{@link #skip()} and {@link #readRaw()} check what is inside a list too, so that an input that
 * was read up to {@link #end()} is canonical as a whole.
 *
 * <p>Nothing is allocated by a length that the input declares but does not have. Nesting costs no
 * call stack. The input is not copied and must not change meanwhile. A reader belongs to one thread
 * at a time.
 */
public final class RlpReader extends RlpCursor {
    /** How many lists may be open at once, one within the other. */
    public static final int MAX_DEPTH = 1024;

    private static final int[] NO_LISTS = {};

    // Owned by the thread that reads.
    private final int maxDepth;

    /** The next item. */
    private int position;

    /** Where the open list ends, or the input if none is open. */
    private int limit;

    /** The limits around the open list, outermost first. */
    private int[] outer = NO_LISTS;

    private int depth;

    /**
     * A reader of a whole array.
     *
     * @param input the array, which is not copied
     */
    public RlpReader(byte[] input) {
        this(Objects.requireNonNull(input, "input"), 0, input.length);
    }

    /**
     * A reader of a part of an array.
     *
     * @param input the array, which is not copied
     * @param offset where the part starts
     * @param length how many bytes it has; IndexOutOfBoundsException if they are not all in the
     *     array
     */
    public RlpReader(byte[] input, int offset, int length) {
        this(input, offset, length, MAX_DEPTH);
    }

    private RlpReader(byte[] input, int offset, int length, int maxDepth) {
        super(Objects.requireNonNull(input, "input"), offset);
        Objects.checkFromIndexSize(offset, length, input.length);
        this.position = offset;
        this.limit = offset + length;
        this.maxDepth = maxDepth;
    }

    /** Checks that the input is one canonical item with at most so many lists in one another. */
    static void check(byte[] input, int maxDepth) throws RlpException {
        RlpReader reader = new RlpReader(input, 0, input.length, maxDepth);
        reader.skip();
        reader.end();
    }

    /**
     * Whether an item follows in the open list, or in the input if no list is open.
     *
     * @return false at the end; true does not promise that the item is well-formed
     */
    public boolean hasNext() {
        return position < limit;
    }

    /**
     * Whether the next item is a list.
     *
     * @return false if it is a string
     * @throws RlpException if no item follows
     */
    public boolean nextIsList() throws RlpException {
        requireNext(position, limit);
        return (input[position] & 0xff) >= 0xc0;
    }

    /**
     * Opens the list that follows: its items come next.
     *
     * @throws RlpException if a string follows, or nothing, or too many lists are open
     */
    public void enterList() throws RlpException {
        header(position, limit);
        if (!list) {
            throw error("a string stands where a list is due", position);
        }
        push(position, limit);
        limit = start + length;
        position = start;
    }

    /**
     * Closes the list opened last, which must have been read to its end.
     *
     * @throws RlpException if items are left in it, or no list is open
     */
    public void leaveList() throws RlpException {
        if (depth == 0) {
            throw error("no list is open that could be left", position);
        }
        if (position < limit) {
            throw error("the list has " + (limit - position) + " more bytes than known", position);
        }
        depth--;
        limit = outer[depth];
    }

    /**
     * Reads an integer of 64 bits.
     *
     * @return the 64 bits, unsigned: values from 2<sup>63</sup> come out negative
     * @throws RlpException if the item is no integer or a larger one
     */
    public long readLong() throws RlpException {
        long value = integer(8);
        position = start + length;
        return value;
    }

    /**
     * Reads an integer of 0 to 2<sup>31</sup>&nbsp;&minus;&nbsp;1.
     *
     * @return the integer
     * @throws RlpException if the item is no integer or a larger one
     */
    public int readInt() throws RlpException {
        long value = integer(4);
        if (value > Integer.MAX_VALUE) {
            throw error("an integer is larger than 2^31-1", position);
        }
        position = start + length;
        return (int) value;
    }

    /**
     * Reads an integer of any size.
     *
     * @return the integer, never negative
     * @throws RlpException if the item is no integer
     */
    public BigInteger readBigInteger() throws RlpException {
        // The largest BigInteger has 2^31-1 bits.
        requireInteger(Integer.MAX_VALUE >>> 3);
        BigInteger value = new BigInteger(1, input, start, length);
        position = start + length;
        return value;
    }

    /**
     * Reads a string as UTF-8 text. The text is foreign: it may hold control characters.
     *
     * @return the text
     * @throws RlpException if the item is a list, or not UTF-8
     */
    public String readString() throws RlpException {
        requireString();
        String text = new String(input, start, length, StandardCharsets.UTF_8);
        // Malformed input comes out as U+FFFD; so does a U+FFFD that was really sent.
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8();
        }
        position = start + length;
        return text;
    }

    /**
     * Reads a string.
     *
     * @return its bytes, in an array of its own
     * @throws RlpException if the item is a list
     */
    public byte[] readBytes() throws RlpException {
        requireString();
        position = start + length;
        return Arrays.copyOfRange(input, start, position);
    }

    /**
     * Reads a string without copying it.
     *
     * @return a read-only view of its bytes in the input, from position 0 to limit
     * @throws RlpException if the item is a list
     */
    public ByteBuffer readSlice() throws RlpException {
        requireString();
        position = start + length;
        return ByteBuffer.wrap(input).asReadOnlyBuffer().slice(start, length);
    }

    /**
     * Reads an item of either kind as it is encoded, after checking what is in it.
     *
     * @return header and payload, in an array of its own
     * @throws RlpException if no item follows, or it is not canonical through and through
     */
    public byte[] readRaw() throws RlpException {
        int from = position;
        skip();
        return Arrays.copyOfRange(input, from, position);
    }

    /**
     * Passes over an item of either kind, after checking what is in it.
     *
     * @throws RlpException if no item follows, or it is not canonical through and through
     */
    public void skip() throws RlpException {
        int bottom = depth;
        int at = position;
        int end = limit;
        try {
            do {
                header(at, end);
                if (list) {
                    push(at, end);
                    at = start;
                    end = start + length;
                } else {
                    at = start + length;
                }
                while (at == end && depth > bottom) {
                    end = outer[--depth];
                }
            } while (depth > bottom);
        } finally {
            depth = bottom;
        }
        position = at;
    }

    /**
     * Checks that everything has been read.
     *
     * @throws RlpException if a list is open or bytes are left
     */
    public void end() throws RlpException {
        if (depth > 0) {
            throw error(depth + " list(s) still open at the end", position);
        }
        if (position < limit) {
            throw error((limit - position) + " bytes are left over", position);
        }
    }

    private void push(int at, int end) throws RlpException {
        if (depth >= maxDepth) {
            throw error("lists nest deeper than " + MAX_DEPTH, at);
        }
        if (depth == outer.length) {
            outer = Arrays.copyOf(outer, Math.max(8, 2 * depth));
        }
        outer[depth++] = end;
    }

    private void requireString() throws RlpException {
        header(position, limit);
        if (list) {
            throw error("a list stands where a string is due", position);
        }
    }

    private void requireInteger(int maxLength) throws RlpException {
        requireString();
        if (length > maxLength) {
            throw error("an integer has " + length + " bytes, more than " + maxLength, position);
        }
        if (length > 0 && input[start] == 0) {
            throw error("an integer has leading zeros", position);
        }
    }

    private long integer(int maxLength) throws RlpException {
        requireInteger(maxLength);
        return bigEndian(start, length);
    }

    private void requireUtf8() throws RlpException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input, start, length));
        } catch (CharacterCodingException e) {
            RlpException malformed = error("a text is not UTF-8", position);
            malformed.initCause(e);
            throw malformed;
        }
    }
}
