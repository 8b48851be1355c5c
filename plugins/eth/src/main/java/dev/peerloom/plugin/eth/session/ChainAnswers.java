package dev.peerloom.plugin.eth.session;

import dev.peerloom.plugin.eth.chain.Chain;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a chain has to say to requests, within the limits: fewer items than asked for are an answer,
 * and so is none.
 */
public final class ChainAnswers {
    /** Most headers in one answer. */
    public static final int MAX_HEADERS = 1024;

    /** Most bodies in one answer. */
    public static final int MAX_BODIES = 1024;

    /** An answer that has reached this many bytes gets no further item. */
    public static final int SOFT_LIMIT = 2 << 20;

    /** No message is larger: 10 MiB, as all clients have it. */
    public static final int MAX_MESSAGE = 10 << 20;

    /** Room for the request id and the headers of the lists. */
    private static final int ENVELOPE = 32;

    private ChainAnswers() {}

    /**
     * Headers by number or by hash, with gaps, in either direction.
     *
     * @param chain where to look
     * @param request what was asked for
     * @return headers in RLP, in the order asked for, up to the first that there is not
     * @throws IOException if the chain cannot be read
     */
    public static List<byte[]> headers(Chain chain, GetBlockHeaders request) throws IOException {
        List<byte[]> headers = new ArrayList<>();
        OptionalLong origin = origin(chain, request);
        if (origin.isEmpty()) {
            return headers;
        }
        long number = origin.getAsLong();
        int size = 0;
        while (Long.compareUnsigned(headers.size(), request.amount()) < 0
                && headers.size() < MAX_HEADERS
                && size < SOFT_LIMIT) {
            byte[] header = chain.headerRlp(number);
            if (header == null) {
                break;
            }
            headers.add(header);
            size += header.length;
            long next = next(number, request);
            boolean onward = Long.compareUnsigned(next, number) > 0;
            if (next == number || onward == request.reverse()) {
                break; // the step wrapped around
            }
            number = next;
        }
        return headers;
    }

    private static long next(long number, GetBlockHeaders request) {
        long step = request.skip() + 1;
        return request.reverse() ? number - step : number + step;
    }

    private static OptionalLong origin(Chain chain, GetBlockHeaders request) {
        Hash32 hash = request.originHash();
        return hash == null ? OptionalLong.of(request.originNumber()) : chain.number(hash);
    }

    /**
     * Bodies by hash.
     *
     * @param chain where to look
     * @param hashes the blocks asked for
     * @return bodies in RLP, in the order asked for, up to the first that there is not
     * @throws IOException if the chain cannot be read
     */
    public static List<byte[]> bodies(Chain chain, List<Hash32> hashes) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        int size = ENVELOPE;
        for (Hash32 hash : hashes) {
            byte[] body =
                    size < SOFT_LIMIT && bodies.size() < MAX_BODIES ? body(chain, hash) : null;
            if (body == null || body.length > MAX_MESSAGE - size) {
                break;
            }
            bodies.add(body);
            size += body.length;
        }
        return bodies;
    }

    private static byte @Nullable [] body(Chain chain, Hash32 hash) throws IOException {
        OptionalLong number = chain.number(hash);
        return number.isEmpty() ? null : chain.bodyRlp(number.getAsLong());
    }
}
