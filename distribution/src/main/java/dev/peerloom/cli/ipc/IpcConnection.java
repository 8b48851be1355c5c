package dev.peerloom.cli.ipc;

import dev.peerloom.cli.rpc.Connection;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Deadlines.Deadline;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.Outlet;
import dev.peerloom.cli.rpc.RpcException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * The node's end of one connection. One thread reads; one at a time writes; any thread closes,
 * which ends both.
 */
final class IpcConnection implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(IpcConnection.class);
    private static final int BUFFER = 16 << 10;
    private static final int PIECE = 64 << 10;

    private final SocketChannel channel;
    private final Deadlines deadlines;
    private final Limits limits;
    private volatile long lastRequest = System.nanoTime();

    // Owned by the reading thread: until when the request that has begun must be here.
    private Deadline message = () -> {};

    // Guarded by this object.
    private Deadline idle = () -> {};
    private boolean ended;

    IpcConnection(SocketChannel channel, Deadlines deadlines, Limits limits) {
        this.channel = channel;
        this.deadlines = deadlines;
        this.limits = limits;
    }

    /** Reads requests until the other end has no more, and waits for their answers. */
    void read(Connection connection) throws IOException, InterruptedException {
        JsonSplitter splitter = new JsonSplitter(limits.body());
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        watchIdle(limits.idle(), connection);
        try {
            while (channel.read(buffer) >= 0) {
                forward(buffer.flip(), splitter, connection);
                buffer.clear();
            }
            Optional<byte[]> last = splitter.end();
            if (last.isPresent()) {
                connection.receive(last.get());
            }
            connection.awaitAnswers();
        } catch (RpcException e) {
            // Where the next request begins is not known any more.
            connection.reject(e);
        } finally {
            message.close();
            endIdle();
        }
    }

    private void forward(ByteBuffer buffer, JsonSplitter splitter, Connection connection)
            throws RpcException, InterruptedException {
        boolean inside = splitter.isInside();
        Optional<byte[]> request = splitter.next(buffer);
        while (request.isPresent()) {
            message.close();
            inside = false;
            lastRequest = System.nanoTime();
            connection.receive(request.get());
            request = splitter.next(buffer);
        }
        if (!inside && splitter.isInside()) {
            // The limit is for the whole request: a byte a second does not extend it.
            message = deadlines.after(limits.message(), this::close);
        }
    }

    private synchronized void watchIdle(Duration wait, Connection connection) {
        if (!ended) {
            idle = deadlines.after(wait, () -> checkIdle(connection));
        }
    }

    private void checkIdle(Connection connection) {
        Duration quiet = Duration.ofNanos(System.nanoTime() - lastRequest);
        if (connection.isInUse()) {
            watchIdle(limits.idle(), connection);
        } else if (quiet.compareTo(limits.idle()) < 0) {
            watchIdle(limits.idle().minus(quiet), connection);
        } else {
            close();
        }
    }

    private synchronized void endIdle() {
        ended = true;
        idle.close();
    }

    @Override
    public void send(byte[] answer) throws IOException {
        // The JDK copies all that it is given before each write, and the socket takes less of it.
        ByteBuffer piece = ByteBuffer.allocate(Math.min(answer.length + 1, PIECE));
        try (Deadline _ = deadlines.after(limits.write(), this::close)) {
            int sent = 0;
            while (sent < answer.length) {
                int count = Math.min(answer.length - sent, piece.remaining());
                piece.put(answer, sent, count);
                sent += count;
                if (sent < answer.length || !piece.hasRemaining()) {
                    write(piece);
                }
            }
            write(piece.put((byte) '\n'));
        }
    }

    private void write(ByteBuffer piece) throws IOException {
        piece.flip();
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
        piece.clear();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("ipc: closing a connection", e);
        }
    }
}
