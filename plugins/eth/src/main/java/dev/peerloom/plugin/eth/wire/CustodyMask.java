package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.nio.ByteBuffer;

/**
 * Which of a blob's 128 cells are meant (EIP-8070): 16 bytes, kept as they came.
 *
 * @param first the first 8 bytes, big-endian
 * @param second the last 8 bytes, big-endian
 */
public record CustodyMask(long first, long second) {
    private static final int LENGTH = 16;

    static CustodyMask read(RlpReader in) throws RlpException {
        ByteBuffer bytes = in.readSlice();
        if (bytes.remaining() != LENGTH) {
            throw new RlpException("a custody mask has 16 bytes, not " + bytes.remaining());
        }
        return new CustodyMask(bytes.getLong(), bytes.getLong());
    }

    void write(RlpWriter out) {
        out.write(ByteBuffer.allocate(LENGTH).putLong(first).putLong(second).array());
    }
}
