package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.eth.common.Hash32;

import java.util.List;

/**
 * Asks for cells of blob transactions: {@code [request-id, [hash, …], mask]}.
 *
 * @param requestId what the answer repeats
 * @param hashes of transactions
 * @param mask which cells
 */
public record GetCells(long requestId, List<Hash32> hashes, CustodyMask mask) {
    /**
     * Copies the list.
     *
     * @param requestId what the answer repeats
     * @param hashes of transactions
     * @param mask which cells
     */
    public GetCells {
        hashes = List.copyOf(hashes);
    }

    /**
     * Reads a request.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static GetCells decode(byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in ->
                        new GetCells(
                                in.readLong(), Rlp.listOf(in, Hash32::read), CustodyMask.read(in)));
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
                    mask.write(out);
                });
    }
}
