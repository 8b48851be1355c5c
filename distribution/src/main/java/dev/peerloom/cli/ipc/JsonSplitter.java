package dev.peerloom.cli.ipc;

import dev.peerloom.cli.rpc.RpcException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Cuts a stream into JSON values, one after the other, with white space between them or nothing.
 * What is between two cuts need not be JSON; only brackets and strings are looked at. Used by one
 * thread.
 */
final class JsonSplitter {
    private final int limit;
    private final ByteArrayOutputStream value = new ByteArrayOutputStream(1024);
    private int depth;
    private boolean inString;
    private boolean escaped;

    JsonSplitter(int limit) {
        this.limit = limit;
    }

    /** Whether a value has begun and not ended. */
    boolean isInside() {
        return value.size() > 0;
    }

    /**
     * Takes bytes until a value has ended or there are no more.
     *
     * @return the value, if one has ended; there may be more bytes then
     * @throws RpcException if the value is larger than allowed
     */
    Optional<byte[]> next(ByteBuffer in) throws RpcException {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (!isInside() && isSpace(b)) {
                continue;
            }
            if (isInside() && depth == 0 && !inString && endsScalar(b)) {
                in.position(in.position() - 1);
                return Optional.of(take());
            }
            if (value.size() == limit) {
                throw new RpcException(
                        RpcException.INVALID_REQUEST,
                        "the request is larger than " + limit + " bytes");
            }
            value.write(b);
            if (endsValue(b)) {
                return Optional.of(take());
            }
        }
        return Optional.empty();
    }

    /** The value that the end of the stream ends: a number, or half of something. */
    Optional<byte[]> end() {
        return isInside() ? Optional.of(take()) : Optional.empty();
    }

    /** Whether this byte, which is part of the value, is its last. */
    private boolean endsValue(byte b) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
                return depth == 0;
            }
            return false;
        }
        switch (b) {
            case '"' -> inString = true;
            case '{', '[' -> depth++;
            case '}', ']' -> {
                depth--;
                return depth <= 0;
            }
            default -> {}
        }
        return false;
    }

    /** Whether a number or a word ends before this byte. */
    private static boolean endsScalar(byte b) {
        return isSpace(b) || b == '{' || b == '[' || b == '"';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private byte[] take() {
        byte[] taken = value.toByteArray();
        value.reset();
        depth = 0;
        inString = false;
        escaped = false;
        return taken;
    }
}
