package dev.peerloom.cli.http;

import dev.peerloom.cli.rpc.Connection;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Deadlines.Deadline;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.Outlet;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.Transport;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One WebSocket that carries JSON-RPC, each request and each answer a message. The connection's
 * thread calls what begins with {@code on}; one thread at a time sends; any thread closes.
 *
 * <p>Every {@link #BEAT} it is looked at: who sent nothing whole since the last look is sent a
 * ping, and who does not answer until the next is cut off. So half a frame holds nothing up.
 */
final class WsEndpoint implements WsListener, Outlet {
    static final Duration BEAT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(WsEndpoint.class);
    private static final byte[] EMPTY = {};

    private final Answers answers;
    private final Deadlines deadlines;
    private final Limits limits;
    private final Duration beat;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream(512);

    // Set in onOpen, before anything else can happen.
    private @Nullable WsSession session;
    private @Nullable Guard guard;
    private @Nullable Connection connection;

    // Written by the connection's thread.
    private volatile boolean busy;
    private volatile long lastFrame = System.nanoTime();
    private volatile long lastRequest = System.nanoTime();

    // Guarded by this object.
    private Deadline next = () -> {};
    private boolean ended;

    /** An endpoint for one connection that will be opened. */
    WsEndpoint(Answers answers, Deadlines deadlines, Duration beat) {
        this.answers = answers;
        this.deadlines = deadlines;
        this.limits = answers.limits();
        this.beat = beat;
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) {
        return WsProtocols.agreed(headers);
    }

    @Override
    public void onOpen(WsSession opened) {
        Guard own = Guard.current();
        Connection made = new Connection(answers.dispatcher(), this, Transport.WEBSOCKET);
        session = opened;
        guard = own;
        connection = made;
        own.unlimited();
        own.atEnd(() -> end(made));
        lastFrame = System.nanoTime();
        lookLater(false, lastFrame);
    }

    @Override
    public void onMessage(WsSession from, String text, boolean last) {
        received(from, text.getBytes(StandardCharsets.UTF_8), last);
    }

    @Override
    public void onMessage(WsSession from, BufferData bytes, boolean last) {
        received(from, bytes.readBytes(), last);
    }

    private void received(WsSession from, byte[] part, boolean last) {
        Connection to = opened(connection);
        lastFrame = System.nanoTime();
        if (message.size() + part.length > limits.body()) {
            to.reject(
                    new RpcException(
                            RpcException.INVALID_REQUEST,
                            "the request is larger than " + limits.body() + " bytes"));
            from.terminate();
        }
        message.writeBytes(part);
        if (!last) {
            return;
        }
        byte[] request = message.toByteArray();
        message.reset();
        busy = true;
        try {
            to.receive(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("the node is stopping", e);
        } finally {
            lastFrame = System.nanoTime();
            lastRequest = lastFrame;
            busy = false;
        }
    }

    @Override
    public void onPing(WsSession from, BufferData bytes) {
        lastFrame = System.nanoTime();
        Guard own = opened(guard);
        try (Deadline _ = deadlines.after(limits.write(), own::abort)) {
            from.pong(bytes);
        }
    }

    @Override
    public void onPong(WsSession from, BufferData bytes) {
        lastFrame = System.nanoTime();
    }

    @Override
    public void onError(WsSession from, Throwable problem) {
        LOG.debug("a WebSocket failed", problem);
    }

    @Override
    public void send(byte[] answer) throws IOException {
        Guard own = opened(guard);
        // What is written is ASCII, see Json.
        String text = new String(answer, StandardCharsets.US_ASCII);
        try (Deadline _ = deadlines.after(limits.write(), own::abort)) {
            opened(session).send(text, true);
        } catch (ServerConnectionException | UncheckedIOException e) {
            throw new IOException("the WebSocket is closed", e);
        }
    }

    @Override
    public void close() {
        opened(guard).abort();
    }

    private synchronized void lookLater(boolean pinged, long frameNow) {
        if (!ended) {
            next = deadlines.after(beat, () -> look(pinged, frameNow));
        }
    }

    /** On the thread of the deadlines, which must not wait. */
    private void look(boolean pinged, long frameThen) {
        // Before the ping: its answer may be here before this has ended, and counts as one.
        long frameNow = lastFrame;
        boolean silent = frameNow == frameThen && !busy;
        Duration quiet = Duration.ofNanos(System.nanoTime() - lastRequest);
        boolean unused = !opened(connection).isInUse() && quiet.compareTo(limits.idle()) > 0;
        if (unused || (silent && pinged)) {
            close();
        } else {
            if (silent) {
                Thread.ofVirtual().name("ws ping").start(this::ping);
            }
            lookLater(silent, frameNow);
        }
    }

    private void ping() {
        Guard own = opened(guard);
        try (Deadline _ = deadlines.after(limits.write(), own::abort)) {
            opened(session).ping(BufferData.create(EMPTY));
        } catch (ServerConnectionException | UncheckedIOException e) {
            LOG.debug("a WebSocket is closed", e);
            own.abort();
        }
    }

    private void end(Connection of) {
        synchronized (this) {
            ended = true;
            next.close();
        }
        of.close();
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the WebSocket was not opened");
        }
        return part;
    }
}
