package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.eth.common.Hash32;

import java.util.List;

/**
 * Asks for something by hashes, {@code [request-id, [hash, …]]}: the form of GetBlockBodies,
 * GetPooledTransactions, GetBlockAccessLists, and of GetReceipts in version 69.
 *
 * @param requestId what the answer repeats
 * @param hashes of blocks or of transactions
 */
public record HashesRequest(long requestId, List<Hash32> hashes) {
    /**
     * Copies the list.
     *
     * @param requestId what the answer repeats
     * @param hashes of blocks or of transactions
     */
    public HashesRequest {
        hashes = List.copyOf(hashes);
    }

    /**
     * Reads a request.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static HashesRequest decode(byte[] payload) throws RlpException {
        return Rlp.decode(
                payload, in -> new HashesRequest(in.readLong(), Rlp.listOf(in, Hash32::read)));
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
                    Rlp.hashes(out, hashes);
                });
    }
}
