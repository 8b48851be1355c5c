package dev.peerloom.testkit;

import dev.peerloom.api.Message;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Messages and payloads as people read them: in hexadecimal, and decoded if they are RLP. */
final class PayloadText {
    private static final int SHOWN_BYTES = 32;
    private static final int DECODED_BYTES = 4096;
    private static final int SHOWN_CHARS = 400;
    private static final int MIN_TEXT = 3;

    private PayloadText() {}

    static String of(Message message) {
        return "message " + message.code() + " of " + of(message.payload());
    }

    /** As {@code 3 bytes: c20102 = [1, 2]}. */
    static String of(byte[] payload) {
        String size = payload.length + (payload.length == 1 ? " byte" : " bytes");
        if (payload.length == 0) {
            return size;
        }
        int shown = Math.min(payload.length, SHOWN_BYTES);
        String hex = HexFormat.of().formatHex(payload, 0, shown);
        return size + ": " + hex + (shown < payload.length ? "…" : "") + rlp(payload);
    }

    /** Empty if it is not RLP, or nothing but a byte. */
    private static String rlp(byte[] payload) {
        if (payload.length > DECODED_BYTES || (payload.length == 1 && payload[0] >= 0)) {
            return "";
        }
        try {
            RlpReader reader = new RlpReader(payload);
            StringBuilder text = new StringBuilder(" = ");
            item(reader, text);
            reader.end();
            return text.length() > SHOWN_CHARS
                    ? text.substring(0, SHOWN_CHARS) + "…"
                    : text.toString();
        } catch (RlpException notRlp) {
            // It need not be: then its bytes are all there is to show.
            return "";
        }
    }

    private static void item(RlpReader reader, StringBuilder text) throws RlpException {
        int depth = 0;
        boolean first = true;
        do {
            if (depth > 0 && !reader.hasNext()) {
                reader.leaveList();
                text.append(']');
                depth--;
                first = false;
                continue;
            }
            text.append(first ? "" : ", ");
            first = false;
            if (reader.nextIsList()) {
                reader.enterList();
                text.append('[');
                depth++;
                first = true;
            } else {
                text.append(string(reader.readBytes()));
            }
        } while (depth > 0);
    }

    private static String string(byte[] bytes) {
        if (bytes.length == 0) {
            return "0";
        }
        boolean printable = bytes.length >= MIN_TEXT;
        for (byte b : bytes) {
            printable &= b >= ' ' && b <= '~';
        }
        if (printable) {
            return '"' + new String(bytes, StandardCharsets.US_ASCII) + '"';
        }
        if (bytes.length <= 6 && bytes[0] != 0) {
            return Long.toString(Long.parseLong(HexFormat.of().formatHex(bytes), 16));
        }
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
