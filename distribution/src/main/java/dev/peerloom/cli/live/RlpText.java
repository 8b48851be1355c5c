package dev.peerloom.cli.live;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * RLP for people: {@code [0x2a, "text", [0x01, …]]}, also if only its beginning is there. Whatever
 * the bytes are, what comes out is printable ASCII and the mark of an omission. Used by one thread,
 * once.
 *
 * @see <a href="https://ethereum.org/developers/docs/data-structures-and-encoding/rlp">RLP</a>
 */
public final class RlpText {
    private static final int DEEPEST = 16;
    private static final int SHORTEST_TEXT = 4;
    private static final String OMITTED = "…";

    private final byte[] bytes;
    private final StringBuilder text = new StringBuilder();
    private int position;

    /** Thrown where the bytes are no RLP. */
    private static final class NotRlpException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** The kind of an item and where its content ends, which may be behind the bytes. */
    private record Head(boolean list, long end) {}

    private RlpText(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A message's payload as text: its items if it is one RLP item as a whole, else hexadecimal.
     *
     * @param start its first bytes
     * @param size how many it has
     */
    public static String of(byte[] start, int size) {
        RlpText reader = new RlpText(start);
        try {
            Head first = reader.head();
            if (first.end() != size) {
                return hex(start, size);
            }
            reader.content(first, 0);
            return reader.text.toString();
        } catch (NotRlpException e) {
            // A protocol may write whatever it likes: its bytes are shown.
            return hex(start, size);
        }
    }

    /** The bytes as hexadecimal digits, with a mark if there are more. */
    public static String hex(byte[] start, int size) {
        return "0x" + HexFormat.of().formatHex(start) + (size > start.length ? OMITTED : "");
    }

    private Head head() throws NotRlpException {
        if (position == bytes.length) {
            throw new NotRlpException();
        }
        int first = bytes[position] & 0xFF;
        if (first < 0x80) {
            return new Head(false, position + 1L);
        }
        boolean list = first >= 0xC0;
        int length = first - (list ? 0xC0 : 0x80);
        position++;
        if (length <= 55) {
            return new Head(list, position + (long) length);
        }
        int lengthBytes = length - 55;
        if (lengthBytes > 4 || position + lengthBytes > bytes.length) {
            throw new NotRlpException();
        }
        long size = 0;
        for (int i = 0; i < lengthBytes; i++) {
            size = (size << 8) | (bytes[position++] & 0xFF);
        }
        return new Head(list, position + size);
    }

    /** Whether of the next item's length only the beginning is here. */
    private boolean isCutHead() {
        int first = bytes[position] & 0xFF;
        int lengthBytes = first >= 0xF8 ? first - 0xF7 : first >= 0xC0 ? 0 : first - 0xB7;
        return lengthBytes > 0 && position + 1 + lengthBytes > bytes.length;
    }

    private void content(Head head, int depth) throws NotRlpException {
        int end = (int) Math.min(head.end(), bytes.length);
        boolean cut = head.end() > bytes.length;
        if (!head.list()) {
            string(end, cut);
        } else if (depth == DEEPEST) {
            text.append("[" + OMITTED + "]");
            position = end;
        } else {
            list(head, end, cut, depth);
        }
    }

    private void list(Head head, int end, boolean cut, int depth) throws NotRlpException {
        text.append('[');
        String comma = "";
        while (position < end) {
            text.append(comma);
            comma = ", ";
            if (cut && isCutHead()) {
                position = end;
                text.append(OMITTED + "]");
                return;
            }
            Head item = head();
            if (item.end() > head.end()) {
                throw new NotRlpException();
            }
            content(item, depth + 1);
        }
        text.append(cut ? comma + OMITTED + "]" : "]");
    }

    private void string(int end, boolean cut) {
        String mark = cut ? OMITTED : "";
        int length = end - position;
        if (length >= SHORTEST_TEXT && isText(end)) {
            String plain = new String(bytes, position, length, StandardCharsets.US_ASCII);
            text.append('"')
                    .append(plain.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append(mark)
                    .append('"');
        } else {
            text.append("0x").append(HexFormat.of().formatHex(bytes, position, end)).append(mark);
        }
        position = end;
    }

    private boolean isText(int end) {
        for (int i = position; i < end; i++) {
            if (bytes[i] < 0x20 || bytes[i] > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
