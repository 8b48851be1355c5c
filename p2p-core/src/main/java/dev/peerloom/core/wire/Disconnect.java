package dev.peerloom.core.wire;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpWriter;

/**
 * The last message of a side: {@code [reason]} ({@code rlpx.md}, "Disconnect (0x01)").
 *
 * <p>Systems disagree about its form, and a link that ends anyway is no place to insist: reading
 * takes every form seen in the network and never fails.
 */
public final class Disconnect {
    /** What {@link #decode} returns if no reason can be read. */
    public static final int UNKNOWN = -1;

    private static final int FIRST_STRING = 0x80;
    private static final int FIRST_LONG_STRING = 0xB8;
    private static final int FIRST_LIST = 0xC0;
    private static final int FIRST_LONG_LIST = 0xF8;

    private Disconnect() {}

    /**
     * The payload, as it follows the message id and before compression.
     *
     * @param code the reason's number; a negative one, such as that of {@link
     *     DisconnectReason#UNKNOWN}, has no form on the wire and is sent as 0x10, because closing
     *     must not fail
     */
    public static byte[] encode(int code) {
        int sent = code < 0 ? DisconnectReason.SUBPROTOCOL_ERROR.code() : code;
        return new RlpWriter().startList().write(sent).endList().toByteArray();
    }

    /**
     * Reads the payload that followed the message id: a list whose first element is the reason, or
     * the bare reason; 0 as 0x80 or 0x00; leading zeros; anything after it. Never throws.
     *
     * @return the reason's number, whether we know it or not; {@link #UNKNOWN} for an empty
     *     payload, an empty list, a number of more than 31 bits, or anything else
     */
    public static int decode(byte[] payload) {
        if (payload.length == 0) {
            return UNKNOWN;
        }
        int first = payload[0] & 0xFF;
        if (first < FIRST_LIST) {
            return decodeNumber(payload, 0);
        }
        int header = first < FIRST_LONG_LIST ? 1 : 2 + first - FIRST_LONG_LIST;
        boolean empty = first == FIRST_LIST;
        return empty ? UNKNOWN : decodeNumber(payload, header);
    }

    private static int decodeNumber(byte[] payload, int start) {
        if (start >= payload.length) {
            return UNKNOWN;
        }
        int first = payload[start] & 0xFF;
        if (first < FIRST_STRING) {
            return first;
        }
        int end = start + 1 + first - FIRST_STRING;
        if (first >= FIRST_LONG_STRING || end > payload.length) {
            return UNKNOWN;
        }
        long number = 0;
        for (int i = start + 1; i < end && number <= Integer.MAX_VALUE; i++) {
            number = (number << 8) | (payload[i] & 0xFF);
        }
        return number <= Integer.MAX_VALUE ? (int) number : UNKNOWN;
    }
}
