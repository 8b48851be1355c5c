package dev.peerloom.core.net;

import dev.peerloom.core.peer.Connection;
import dev.peerloom.core.peer.ConnectionListener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A socket as a {@link Connection}. Its own fields belong to the channel's event loop. */
final class NettyConnection implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Channel channel;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** How many writes the event loop has to do still. With none, senders write by themselves. */
    private final AtomicInteger queued = new AtomicInteger();

    private @Nullable ConnectionListener listener;
    private boolean finishing;
    private boolean outputBroken;

    /**
     * Cancelled with the channel: each holds the link, and with it the plugins' loaders, for as
     * long as it waits.
     */
    private final List<Future<?>> timers = new ArrayList<>(2);

    NettyConnection(Channel channel) {
        this.channel = channel;
        // Kept, because a closed channel does not know them any more.
        this.remote = (InetSocketAddress) channel.remoteAddress();
        this.local = (InetSocketAddress) channel.localAddress();
        channel.closeFuture().addListener(ignored -> ended());
    }

    private void ended() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
        closed.complete(null);
    }

    void listener(ConnectionListener value) {
        listener = value;
    }

    boolean isFinishing() {
        return finishing;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public int send(byte[] bytes, int offset, int length) {
        int taken = queued.get() == 0 ? sendNow(ByteBuffer.wrap(bytes, offset, length)) : 0;
        if (taken < length) {
            queue(bytes, offset + taken, length - taken);
        }
        return taken;
    }

    /** From the caller's thread: a change to the event loop's costs more than the write. */
    private int sendNow(ByteBuffer bytes) {
        int taken = 0;
        try {
            if (channel instanceof OpenSocketChannel open) {
                taken = open.write(bytes);
            }
        } catch (IOException e) {
            LOG.trace("The event loop will meet this again, and is who deals with it", e);
        }
        return taken;
    }

    private void queue(byte[] bytes, int offset, int length) {
        queued.incrementAndGet();
        if (!channel.isOpen()) {
            // Lost, and it stays counted. The event loop may be gone as well, if the node stops.
            return;
        }
        ByteBuf copy = channel.alloc().directBuffer(length, length);
        copy.writeBytes(bytes, offset, length);
        channel.writeAndFlush(copy).addListener((ChannelFuture done) -> written(done, length));
    }

    private void written(ChannelFuture done, int length) {
        if (!done.isSuccess()) {
            // It stays counted: what comes later must not overtake what is lost.
            outputBroke();
            return;
        }
        queued.decrementAndGet();
        if (listener != null) {
            listener.sent(length);
        }
    }

    /** A peer that closes at once resets us: what it said last is still there to be read. */
    private void outputBroke() {
        if (outputBroken || !channel.isActive()) {
            return;
        }
        outputBroken = true;
        channel.config().setAutoRead(true);
        schedule(this::abort, LINGER);
    }

    @Override
    public void reading(boolean on) {
        channel.config().setAutoRead(on || finishing || outputBroken);
    }

    @Override
    public void execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // Event loops end when the node has stopped, and after all that they served.
            LOG.trace("Nothing is left to be done for {}", remote, e);
        }
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        timers.removeIf(Future::isDone);
        timers.add(
                channel.eventLoop()
                        .schedule(() -> runIfOpen(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void runIfOpen(Runnable task) {
        if (channel.isActive()) {
            task.run();
        }
    }

    @Override
    public void finish() {
        execute(this::finishNow);
    }

    private void finishNow() {
        if (finishing || !channel.isActive()) {
            return;
        }
        finishing = true;
        channel.config().setAutoRead(true);
        // Behind everything that was sent before: when this is done, so is that.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> endOutput());
        schedule(this::abort, LINGER);
    }

    private void endOutput() {
        if (!channel.isActive()) {
            return;
        }
        if (channel instanceof OpenSocketChannel open && queued.get() == 0) {
            try {
                open.endOutput();
            } catch (IOException e) {
                LOG.trace("The peer has ended the connection meanwhile", e);
                abort();
            }
        } else {
            var _ = ((DuplexChannel) channel).shutdownOutput();
        }
    }

    @Override
    public void abort() {
        var _ = channel.close();
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }
}
