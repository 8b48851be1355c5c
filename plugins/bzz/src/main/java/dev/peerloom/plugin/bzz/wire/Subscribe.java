package dev.peerloom.plugin.bzz.wire;

import dev.peerloom.api.rlp.RlpException;

/**
 * Message 1 of hive/8, {@code [depth]}: the sender has enough peers that are farther from it than
 * depth, and wants to hear of those that are not.
 *
 * @param depth a proximity order, 0 to 255
 */
public record Subscribe(int depth) {
    /** Its message code. */
    public static final int CODE = 1;

    private static final int MAX_DEPTH = 255;

    /**
     * Reads the message.
     *
     * @param payload the message
     * @return the depth in it
     * @throws RlpException if it is something else
     */
    public static Subscribe decode(byte[] payload) throws RlpException {
        return Wrapping.decode(
                payload,
                in -> {
                    int depth = in.readInt();
                    if (depth > MAX_DEPTH) {
                        throw new RlpException("a depth is 0 to 255, not " + depth);
                    }
                    return new Subscribe(depth);
                });
    }

    /**
     * The message.
     *
     * @return the payload
     */
    public byte[] encode() {
        return Wrapping.encode(out -> out.write(depth));
    }
}
