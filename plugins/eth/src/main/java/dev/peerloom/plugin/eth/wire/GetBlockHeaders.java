package dev.peerloom.plugin.eth.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Asks for headers: {@code [request-id, [origin, amount, skip, reverse]]}.
 *
 * @param requestId what the answer repeats
 * @param originHash the first header's hash; null if it is asked for by number
 * @param originNumber the first header's number, unsigned; 0 with a hash
 * @param amount how many at most, unsigned
 * @param skip how many blocks lie between two of them, unsigned
 * @param reverse towards the genesis
 */
public record GetBlockHeaders(
        long requestId,
        @Nullable Hash32 originHash,
        long originNumber,
        long amount,
        long skip,
        boolean reverse) {

    /**
     * Asks by number.
     *
     * @param requestId what the answer repeats
     * @param from number of the first header
     * @param amount how many at most
     * @return a request for headers that follow each other
     */
    public static GetBlockHeaders ascending(long requestId, long from, long amount) {
        return new GetBlockHeaders(requestId, null, from, amount, 0, false);
    }

    /**
     * Reads a request.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static GetBlockHeaders decode(byte[] payload) throws RlpException {
        return Rlp.decode(
                payload,
                in -> {
                    long requestId = in.readLong();
                    return Rlp.list(in, query -> query(requestId, query));
                });
    }

    private static GetBlockHeaders query(long requestId, RlpReader in) throws RlpException {
        byte[] origin = in.readBytes();
        boolean byHash = origin.length == Hash32.LENGTH;
        return new GetBlockHeaders(
                requestId,
                byHash ? Hash32.of(origin) : null,
                byHash ? 0 : number(origin),
                in.readLong(),
                in.readLong(),
                Rlp.bool(in));
    }

    private static long number(byte[] origin) throws RlpException {
        if (origin.length > Long.BYTES || (origin.length > 0 && origin[0] == 0)) {
            throw new RlpException("a request's origin is a hash or a number of 64 bits");
        }
        ByteBuffer padded = ByteBuffer.allocate(Long.BYTES);
        return padded.position(Long.BYTES - origin.length).put(origin).rewind().getLong();
    }

    /**
     * The message.
     *
     * @return the payload
     */
    public byte[] encode() {
        return Rlp.encode(
                out -> {
                    out.write(requestId).startList();
                    writeOrigin(out);
                    out.write(amount).write(skip).write(reverse ? 1 : 0).endList();
                });
    }

    private void writeOrigin(RlpWriter out) {
        if (originHash == null) {
            out.write(originNumber);
        } else {
            originHash.write(out);
        }
    }
}
