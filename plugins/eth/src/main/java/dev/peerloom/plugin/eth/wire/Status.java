package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkId;

/**
 * The first message (EIP-7642): {@code [version, networkid, genesis, [forkhash, forknext],
 * earliest, latest, latestHash]}.
 *
 * @param version the version of the protocol, which is the negotiated one
 * @param networkId the network, unsigned
 * @param genesis hash of block 0
 * @param forkId the rules that the chain follows
 * @param range the blocks that the sender has
 */
public record Status(
        long version, long networkId, Hash32 genesis, ForkId forkId, BlockRange range) {
    /**
     * Reads a Status.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static Status decode(byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in ->
                        new Status(
                                in.readLong(),
                                in.readLong(),
                                Hash32.read(in),
                                ForkId.read(in),
                                BlockRange.read(in)));
    }

    /**
     * The message.
     *
     * @return the payload
     */
    public byte[] encode() {
        return Rlp.encode(
                out -> {
                    out.write(version);
                    out.write(networkId);
                    genesis.write(out);
                    forkId.write(out);
                    range.write(out);
                });
    }
}
