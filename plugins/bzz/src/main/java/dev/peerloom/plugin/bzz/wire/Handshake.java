package dev.peerloom.plugin.bzz.wire;

import dev.peerloom.api.rlp.RlpException;

/**
 * The only message of bzz/8: {@code [version, networkId, [overlay, underlay], lightNode]}.
 *
 * @param version 8
 * @param networkId the network, unsigned
 * @param address the sender's own
 * @param lightNode whether the sender only asks, and is not to be told to others
 */
public record Handshake(long version, long networkId, BzzAddress address, boolean lightNode) {
    /** Its message code. */
    public static final int CODE = 0;

    /** The version of the protocol and of the message. */
    public static final int VERSION = 8;

    /**
     * Reads a handshake.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static Handshake decode(byte[] payload) throws RlpException {
        return Wrapping.decode(
                payload,
                in -> {
                    long version = in.readLong();
                    long networkId = in.readLong();
                    BzzAddress address = BzzAddress.read(in);
                    long light = in.readLong();
                    if (light != 0 && light != 1) {
                        throw new RlpException("a boolean is 0 or 1");
                    }
                    return new Handshake(version, networkId, address, light == 1);
                });
    }

    /**
     * The message.
     *
     * @return the payload
     */
    public byte[] encode() {
        return Wrapping.encode(
                out -> {
                    out.write(version).write(networkId);
                    address.write(out);
                    out.write(lightNode ? 1 : 0);
                });
    }
}
