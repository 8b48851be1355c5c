package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;

/**
 * Which blocks a node has: the last three fields of Status, and BlockRangeUpdate as a message.
 *
 * @param earliest number of the first block, unsigned
 * @param latest number of the last block, unsigned
 * @param latestHash hash of the last block
 */
public record BlockRange(long earliest, long latest, Hash32 latestHash) {
    /**
     * Reads a BlockRangeUpdate.
     *
     * @param payload the message
     * @return the range, which may be one that cannot be
     * @throws RlpException if it is something else
     */
    public static BlockRange decode(byte[] payload) throws RlpException {
        return Rlp.decode(payload, BlockRange::read);
    }

    static BlockRange read(RlpReader in) throws RlpException {
        return new BlockRange(in.readLong(), in.readLong(), Hash32.read(in));
    }

    void write(RlpWriter out) {
        out.write(earliest);
        out.write(latest);
        latestHash.write(out);
    }

    /**
     * The range as a BlockRangeUpdate.
     *
     * @return the payload
     */
    public byte[] encode() {
        return Rlp.encode(this::write);
    }

    /**
     * Whether a node can have such a range.
     *
     * @return false if it ends before it begins, or its last block has no hash
     */
    public boolean isPossible() {
        return Long.compareUnsigned(earliest, latest) <= 0 && !latestHash.equals(Hash32.ZERO);
    }

    /**
     * Whether a block lies in it.
     *
     * @param number the block's number, unsigned
     * @return true between earliest and latest, both included
     */
    public boolean contains(long number) {
        return Long.compareUnsigned(earliest, number) <= 0
                && Long.compareUnsigned(number, latest) <= 0;
    }

    /** For instance {@code 0 to 600}. */
    @Override
    public String toString() {
        return Long.toUnsignedString(earliest) + " to " + Long.toUnsignedString(latest);
    }
}
