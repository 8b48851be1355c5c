package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;

import java.util.List;

/**
 * Answers GetReceipts: {@code [request-id, [receipts, …]]}, since version 70 {@code [request-id,
 * lastBlockIncomplete, [receipts, …]]}.
 *
 * @param requestId the request's
 * @param lastIncomplete whether receipts of the last block are missing; false in version 69
 * @param blocks a list in RLP per block; arrays are not copied and must not change
 */
public record Receipts(long requestId, boolean lastIncomplete, List<byte[]> blocks) {
    /**
     * Copies the list.
     *
     * @param requestId the request's
     * @param lastIncomplete whether receipts of the last block are missing
     * @param blocks a list in RLP per block
     */
    public Receipts {
        blocks = List.copyOf(blocks);
    }

    /**
     * Reads an answer; the receipts are not looked into.
     *
     * @param version whose form it has
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static Receipts decode(EthVersion version, byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in ->
                        new Receipts(
                                in.readLong(),
                                version.hasPartialReceipts() && Rlp.bool(in),
                                Rlp.listOf(in, RlpReader::readRaw)));
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
                        out.write(lastIncomplete ? 1 : 0);
                    }
                    Rlp.items(out, blocks);
                });
    }
}
