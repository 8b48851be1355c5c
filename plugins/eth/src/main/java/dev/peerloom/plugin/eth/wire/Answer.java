package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;

import java.util.List;

/**
 * Answers a request, {@code [request-id, [item, …]]}: the form of BlockHeaders, BlockBodies,
 * PooledTransactions, BlockAccessLists, and of Receipts in version 69.
 *
 * @param requestId the request's
 * @param items each in RLP; arrays are not copied and must not change
 */
public record Answer(long requestId, List<byte[]> items) {
    /**
     * Copies the list.
     *
     * @param requestId the request's
     * @param items each in RLP
     */
    public Answer {
        items = List.copyOf(items);
    }

    /**
     * Reads an answer; the items are not looked into.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static Answer decode(byte[] payload) throws RlpException {
        return Rlp.decode(
                payload, in -> new Answer(in.readLong(), Rlp.listOf(in, RlpReader::readRaw)));
    }

    /**
     * The message.
     *
     * @return the payload
     */
    public byte[] encode() {
        return Rlp.encode(
                out -> {
                    out.write(requestId);
                    Rlp.items(out, items);
                });
    }
}
