package dev.peerloom.plugin.bzz.wire;

import dev.peerloom.api.rlp.RlpException;

import java.util.ArrayList;
import java.util.List;

/**
 * Message 0 of hive/8, {@code [[[overlay, underlay], …]]}: nodes that the sender knows of.
 *
 * @param addresses the nodes
 */
public record Peers(List<BzzAddress> addresses) {
    /** Its message code. */
    public static final int CODE = 0;

    /** More in one message are refused: a node tells of those that it is connected with. */
    public static final int MAX = 1024;

    /** Copies the list. */
    public Peers {
        addresses = List.copyOf(addresses);
    }

    /**
     * Reads the message.
     *
     * @param payload the message
     * @return the nodes in it
     * @throws RlpException if it is something else, or names too many
     */
    public static Peers decode(byte[] payload) throws RlpException {
        return Wrapping.decode(
                payload,
                in -> {
                    List<BzzAddress> addresses = new ArrayList<>();
                    in.enterList();
                    while (in.hasNext()) {
                        if (addresses.size() == MAX) {
                            throw new RlpException("more than " + MAX + " peers in one message");
                        }
                        addresses.add(BzzAddress.read(in));
                    }
                    in.leaveList();
                    return new Peers(addresses);
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
                    out.startList();
                    addresses.forEach(address -> address.write(out));
                    out.endList();
                });
    }
}
