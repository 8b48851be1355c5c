package dev.peerloom.api.rlp;

/**
 * Finds items in an array: the rules for headers. A superclass rather than a part of {@link
 * RlpReader}, so that reading a message makes one object and not two.
 */
abstract sealed class RlpCursor permits RlpReader {
    // Owned by the thread that reads.
    final byte[] input;
    private final int origin;

    // What header() found: the item's kind and where its payload lies.
    boolean list;
    int start;
    int length;

    RlpCursor(byte[] input, int origin) {
        this.input = input;
        this.origin = origin;
    }

    final void requireNext(int at, int end) throws RlpException {
        if (at >= end) {
            throw error("an item is missing: list or input ends", at);
        }
    }

    /** Finds kind and payload of the item at a place, within a limit. */
    final void header(int at, int end) throws RlpException {
        requireNext(at, end);
        int first = input[at] & 0xff;
        list = first >= 0xc0;
        if (first < 0x80) {
            start = at;
            length = 1;
            return;
        }
        int size = first - (list ? 0xc0 : 0x80);
        if (size < 56) {
            start = at + 1;
            length = size;
        } else {
            longHeader(at, end, size - 55);
        }
        if (length > end - start) {
            throw error("an item of " + length + " bytes runs past its end", at);
        }
        if (!list && length == 1 && input[start] >= 0) {
            throw error("a byte below 0x80 has a header", at);
        }
    }

    private void longHeader(int at, int end, int lengthOfLength) throws RlpException {
        start = at + 1 + lengthOfLength;
        if (lengthOfLength > end - at - 1) {
            throw error("the input ends within a header", at);
        }
        if (input[at + 1] == 0) {
            throw error("a length has leading zeros", at);
        }
        long declared = lengthOfLength > 4 ? Long.MAX_VALUE : bigEndian(at + 1, lengthOfLength);
        if (declared < 56) {
            throw error("a length could be shorter", at);
        }
        if (declared > end - start) {
            throw error("an item runs past its end", at);
        }
        length = (int) declared;
    }

    final long bigEndian(int from, int bytes) {
        long value = 0;
        for (int i = from; i < from + bytes; i++) {
            value = value << 8 | (input[i] & 0xff);
        }
        return value;
    }

    final RlpException error(String what, int at) {
        return new RlpException(what + " (byte " + (at - origin) + " of the RLP)");
    }
}
