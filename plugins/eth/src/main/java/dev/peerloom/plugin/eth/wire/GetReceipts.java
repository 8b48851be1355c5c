package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.eth.common.Hash32;

import java.util.List;

/**
 * Asks for receipts: {@code [request-id, [hash, …]]}, since version 70 {@code [request-id,
 * firstBlockReceiptIndex, [hash, …]]}.
 *
 * @param requestId what the answer repeats
 * @param firstIndex how many receipts of the first block to leave out; 0 in version 69
 * @param hashes of blocks
 */
public record GetReceipts(long requestId, long firstIndex, List<Hash32> hashes) {
    /**
     * Copies the list.
     *
     * @param requestId what the answer repeats
     * @param firstIndex how many receipts of the first block to leave out
     * @param hashes of blocks
     */
    public GetReceipts {
        hashes = List.copyOf(hashes);
    }

    /**
     * Reads a request.
     *
     * @param version whose form it has
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static GetReceipts decode(EthVersion version, byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in ->
                        new GetReceipts(
                                in.readLong(),
                                version.hasPartialReceipts() ? in.readLong() : 0,
                                Rlp.listOf(in, Hash32::read)));
    }

    /**
     * The message.
     *
     * @param version whose form it gets
     * @return the payload
     */
    public byte[] encode(EthVersion version) {
        return Rlp.encode(
                out -> {
                    out.write(requestId);
                    if (version.hasPartialReceipts()) {
                        out.write(firstIndex);
                    }
                    Rlp.hashes(out, hashes);
                });
    }
}
