package dev.peerloom.cli.ipc;

import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Deadlines.Deadline;
import dev.peerloom.cli.rpc.Json;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.core.ConfigurationException;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The other end of the admin socket: asks a running node. Used by one thread. */
public final class IpcClient implements AutoCloseable {
    /** An answer may be larger than a request, and escaping makes it larger still. */
    private static final Limits LIMITS =
            Limits.DEFAULT.withSizes(Limits.DEFAULT.response() + 1024, Limits.DEFAULT.body());

    private final SocketChannel channel;
    private final Json json = new Json(LIMITS);
    private final JsonSplitter splitter = new JsonSplitter(LIMITS.body());
    private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10).flip();
    private final Deadlines deadlines = new Deadlines();
    private int lastId;

    private IpcClient(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects to a node.
     *
     * @throws ConfigurationException in one line why there is none
     */
    public static IpcClient open(Path path) throws ConfigurationException {
        if (!Files.exists(path)) {
            throw new ConfigurationException(
                    ("no node answers at %s: there is no such socket; is the node running? --ipc or"
                                    + " --data-dir says which one")
                            .formatted(path));
        }
        try {
            SocketOwner.check(path);
            return new IpcClient(SocketChannel.open(UnixDomainSocketAddress.of(path)));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "no node answers at %s: %s; is the node running?"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /**
     * Calls a method and waits for its result.
     *
     * @param params the parameters as trees
     * @param limit how long to wait
     * @throws RpcException if the node answers with an error
     * @throws IOException if it does not answer
     */
    public JsonNode call(String method, List<?> params, Duration limit)
            throws RpcException, IOException {
        int id = ++lastId;
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("id", id);
        request.put("method", method);
        request.put("params", params);
        ByteBuffer bytes = ByteBuffer.wrap(json.write(request));
        try (Deadline _ = deadlines.after(limit, this::abort)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            JsonNode answer = read();
            while (answer.path("id").asInt(0) != id) {
                answer = read();
            }
            return result(answer);
        } catch (AsynchronousCloseException e) {
            throw new IOException("the node did not answer within " + limit.toSeconds() + " s", e);
        }
    }

    /**
     * Waits for the next event of the subscriptions that were made, however long it takes.
     *
     * @return the parameters of the notification
     * @throws IOException if the node closed the connection, or {@link #close} was called
     */
    public JsonNode nextEvent() throws RpcException, IOException {
        JsonNode answer = read();
        while (!answer.has("method")) {
            answer = read();
        }
        return answer.path("params");
    }

    private static JsonNode result(JsonNode answer) throws RpcException {
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            throw new RpcException(
                    error.path("code").asInt(RpcException.INTERNAL),
                    error.path("message").asString("the node gave no reason"));
        }
        return answer.path("result");
    }

    private JsonNode read() throws IOException, RpcException {
        while (true) {
            Optional<byte[]> value = splitter.next(buffer);
            if (value.isPresent()) {
                return json.read(value.get());
            }
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                throw new IOException("the node closed the connection");
            }
        }
    }

    private void abort() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        deadlines.close();
        channel.close();
    }
}
