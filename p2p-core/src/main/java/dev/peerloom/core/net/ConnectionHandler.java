package dev.peerloom.core.net;

import dev.peerloom.core.peer.Connection;
import dev.peerloom.core.peer.ConnectionListener;
import dev.peerloom.core.peer.SetupChannel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.FastThreadLocal;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Joins one socket to what reads it: first the thread that sets the connection up, then the link.
 * Fields belong to the channel's event loop, apart from the set-up's input, which has a lock.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements SetupChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    /** How often the deadline of a set-up is looked at, at least. */
    private static final long LOOK_NANOS = 200_000_000L;

    /** The JDK's AES is twice as fast on arrays; one per event loop serves all its links. */
    private static final FastThreadLocal<byte[]> HEAP =
            new FastThreadLocal<>() {
                @Override
                protected byte[] initialValue() {
                    return new byte[Sockets.READ_SIZE];
                }
            };

    private final Consumer<ConnectionHandler> onActive;
    private final SetupInput input = new SetupInput(this::resume);
    private @Nullable NettyConnection connection;
    private @Nullable ConnectionListener listener;
    private @Nullable Throwable failure;

    /** A handler that tells when its connection can be used. */
    ConnectionHandler(Consumer<ConnectionHandler> onActive) {
        this.onActive = onActive;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = new NettyConnection(context.channel());
        onActive.accept(this);
        lookAtClock(LOOK_NANOS);
    }

    /** Until the set-up is over. */
    private void lookAtClock(long nanos) {
        connection()
                .schedule(
                        () -> {
                            if (listener == null) {
                                lookAtClock(input.expire(System.nanoTime(), LOOK_NANOS));
                            }
                        },
                        Duration.ofNanos(nanos));
    }

    @Override
    public Connection connection() {
        return Objects.requireNonNull(connection, "not connected yet");
    }

    @Override
    public int read(byte[] into, long deadline) throws IOException, InterruptedException {
        return input.read(into, deadline);
    }

    private void resume() {
        Connection own = connection();
        own.execute(() -> own.reading(true));
    }

    @Override
    public void handOver(ConnectionListener next, Runnable first) {
        connection().execute(() -> handOverNow(next, first));
    }

    private void handOverNow(ConnectionListener next, Runnable first) {
        NettyConnection own = Objects.requireNonNull(connection, "not connected yet");
        own.listener(next);
        listener = next;
        first.run();
        byte[] rest = input.drain();
        if (rest.length > 0) {
            next.received(rest, 0, rest.length);
            next.receiveComplete();
        }
        if (input.isEnded()) {
            next.closed(failure);
        } else {
            own.reading(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!connectionOf(context).isFinishing()) {
                pass(context, bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private NettyConnection connectionOf(ChannelHandlerContext context) {
        NettyConnection own = connection;
        if (own == null) {
            throw new IllegalStateException("bytes before the channel was active: " + context);
        }
        return own;
    }

    private void pass(ChannelHandlerContext context, ByteBuf bytes) {
        byte[] heap = HEAP.get();
        while (bytes.isReadable()) {
            int count = Math.min(bytes.readableBytes(), heap.length);
            bytes.readBytes(heap, 0, count);
            ConnectionListener current = listener;
            if (current != null) {
                current.received(heap, 0, count);
            } else {
                if (input.add(heap, 0, count)) {
                    context.channel().config().setAutoRead(false);
                }
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        ConnectionListener current = listener;
        if (current != null) {
            current.receiveComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        input.end();
        ConnectionListener current = listener;
        if (current != null) {
            current.closed(failure);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        if (!(cause instanceof IOException)) {
            LOG.error("A fault of ours closes the connection with {}", context.channel(), cause);
        }
        var _ = context.close();
    }
}
