package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.plugin.eth.common.Hash32;

import java.util.List;

/**
 * Answers GetCells: {@code [request-id, [hash, …], [[cell, …], …], mask]}.
 *
 * @param requestId the request's
 * @param hashes of the transactions that the sender has
 * @param cells a list in RLP per transaction; arrays are not copied and must not change
 * @param mask which cells
 */
public record Cells(long requestId, List<Hash32> hashes, List<byte[]> cells, CustodyMask mask) {
    /**
     * Copies the lists.
     *
     * @param requestId the request's
     * @param hashes of the transactions that the sender has
     * @param cells a list in RLP per transaction
     * @param mask which cells
     */
    public Cells {
        hashes = List.copyOf(hashes);
        cells = List.copyOf(cells);
    }

    /**
     * Reads an answer; the cells are not looked into.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static Cells decode(byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in ->
                        new Cells(
                                in.readLong(),
                                Rlp.listOf(in, Hash32::read),
                                Rlp.listOf(in, RlpReader::readRaw),
                                CustodyMask.read(in)));
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
                    Rlp.items(out, cells);
                    mask.write(out);
                });
    }
}
