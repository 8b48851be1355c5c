package dev.peerloom.cli.rpc;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON within limits: strict reading, and writing in ASCII, so that foreign text neither breaks out
 * of a line nor steers a terminal. Thread-safe: what reads and writes is made when it is first
 * needed, since a node that nobody asks anything need not load it.
 */
public final class Json {
    private final Limits limits;
    private volatile @Nullable JsonMapper made;

    /** Reads and writes within limits. */
    public Json(Limits limits) {
        this.limits = limits;
    }

    /** Two threads may make one each: they are alike. */
    private JsonMapper mapper() {
        JsonMapper mapper = made;
        if (mapper == null) {
            mapper = make();
            made = mapper;
        }
        return mapper;
    }

    private JsonMapper make() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(limits.depth())
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                        .build();
        return JsonMapper.builder(factory)
                // An id goes back as it came: 1.50 stays 1.50.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** Reads exactly one value, in UTF-8. */
    public JsonNode read(byte[] utf8) throws RpcException {
        if (utf8.length > limits.body()) {
            throw new RpcException(
                    RpcException.INVALID_REQUEST,
                    "the request is larger than " + limits.body() + " bytes");
        }
        try {
            // Jackson would guess UTF-16 and UTF-32, which JSON between programs is never in.
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
            @Nullable JsonNode tree = mapper().readTree(text);
            if (tree == null || tree.isMissingNode()) {
                throw new RpcException(RpcException.PARSE, "the request is empty");
            }
            return tree;
        } catch (CharacterCodingException e) {
            throw new RpcException(RpcException.PARSE, "the request is not in UTF-8", e);
        } catch (JacksonException e) {
            throw new RpcException(
                    RpcException.PARSE, "the request is no JSON: " + firstLine(e), e);
        }
    }

    private static String firstLine(JacksonException e) {
        String message = e.getOriginalMessage();
        String line = message.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    /** Writes a tree of maps, lists, strings, numbers, booleans, nulls and JSON nodes. */
    public byte[] write(@Nullable Object tree) throws RpcException {
        try (BoundedOutput out = new BoundedOutput(limits.response())) {
            mapper().writeValue(out, tree);
            return out.toByteArray();
        } catch (JacksonException | IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof TooLargeException) {
                    throw new RpcException(
                            RpcException.TOO_LARGE,
                            "the answer is larger than " + limits.response() + " bytes",
                            e);
                }
            }
            throw new RpcException(RpcException.INTERNAL, "the result cannot be written", e);
        }
    }

    /**
     * A copy of what a method returned, which may change meanwhile: maps with strings as keys,
     * iterables, strings, finite numbers, booleans, null; JSON nodes and what else writes itself,
     * which are taken as they are.
     *
     * @throws RpcException if there is anything else in it, or too much
     */
    public @Nullable Object copy(@Nullable Object result) throws RpcException {
        return new TreeCopy(limits).of(result);
    }

    /** The Java tree of a JSON value; null stands for JSON's null. */
    public static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>(node.size());
            node.values().forEach(value -> list.add(plain(value)));
            return list;
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() && node.canConvertToLong()
                    ? (Number) node.longValue()
                    : node.numberValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() ? null : node.stringValue();
    }

    /** Thrown out of the middle of an answer. */
    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Takes so many bytes and no more. It grows piece by piece: a few megabytes in one array, made
     * anew with each doubling, are more than the young generation has room for. Used by one thread.
     */
    private static final class BoundedOutput extends OutputStream {
        private static final int LARGEST_PIECE = 64 << 10;

        private final List<byte[]> full = new ArrayList<>();
        private final int limit;
        private byte[] piece = new byte[512];
        private int inPiece;
        private int size;

        BoundedOutput(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] more, int offset, int length) throws IOException {
            if (size + length > limit) {
                throw new TooLargeException();
            }
            for (int taken = 0; taken < length; ) {
                if (inPiece == piece.length) {
                    full.add(piece);
                    piece = new byte[Math.min(2 * piece.length, LARGEST_PIECE)];
                    inPiece = 0;
                }
                int count = Math.min(length - taken, piece.length - inPiece);
                System.arraycopy(more, offset + taken, piece, inPiece, count);
                taken += count;
                inPiece += count;
            }
            size += length;
        }

        byte[] toByteArray() {
            byte[] all = new byte[size];
            int at = 0;
            for (byte[] bytes : full) {
                System.arraycopy(bytes, 0, all, at, bytes.length);
                at += bytes.length;
            }
            System.arraycopy(piece, 0, all, at, inPiece);
            return all;
        }
    }
}
