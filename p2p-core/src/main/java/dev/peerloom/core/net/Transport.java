package dev.peerloom.core.net;

import dev.peerloom.api.Enode;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.peer.LinkSetup;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.SetupChannel;
import dev.peerloom.core.peer.SetupException;
import dev.peerloom.core.wire.LogText;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The node's sockets: takes connections in and makes them, each set up in a virtual thread of its
 * own. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(15);
    private static final int BACKLOG = 1024;

    private final LinkSetup setup;
    private final InboundGate gate;
    private final PendingPlaces pending;
    private final SetupLog log = new SetupLog();
    private final Sockets sockets = new Sockets();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable Channel listener;

    /**
     * A transport that does not listen yet.
     *
     * @param maxPending how many connections that came in may be in their handshakes at once
     */
    public Transport(LinkSetup setup, InboundGate gate, int maxPending) {
        this.setup = setup;
        this.gate = gate;
        this.pending = new PendingPlaces(maxPending, this::applyAccepting);
    }

    /**
     * Binds the port. Connections are accepted from {@link #accept} on.
     *
     * @return where we listen
     * @throws ConfigurationException if the address cannot be had
     */
    public InetSocketAddress bind(String host, int port) throws ConfigurationException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(sockets.loops())
                        .channel(sockets.serverType())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.AUTO_READ, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        // A failed write ends the writing only: the reason is yet to be read.
                        .childOption(ChannelOption.AUTO_CLOSE, false)
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, sockets.readSizes())
                        .childHandler(initializer(this::accepted));
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress(literal(host), port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            sockets.close();
            Throwable cause = bound.cause();
            String why =
                    cause instanceof BindException || String.valueOf(cause).contains("in use")
                            ? "the port is taken, or the address is not one of this machine"
                            : String.valueOf(cause.getMessage());
            throw new ConfigurationException(
                    "cannot listen on " + host + " port " + port + ": " + why, cause);
        }
        listener = bound.channel();
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private static InetAddress literal(String host) throws ConfigurationException {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("host is not an IP address: " + host, e);
        }
    }

    /** Starts taking connections in. */
    public void accept() {
        Channel bound = listener;
        if (bound != null) {
            bound.config().setAutoRead(true);
        }
    }

    /** On the listener's thread, so that the last word is about how it is now. */
    private void applyAccepting() {
        Channel bound = listener;
        if (bound != null) {
            bound.eventLoop().execute(() -> bound.config().setAutoRead(pending.acceptsMore()));
        }
    }

    /** Takes no more connections in. */
    public void stopAccepting() {
        Channel bound = listener;
        if (bound != null) {
            bound.close().awaitUninterruptibly();
        }
    }

    private ChannelInitializer<Channel> initializer(Consumer<ConnectionHandler> onActive) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channels.add(channel);
                channel.pipeline().addLast(new ConnectionHandler(onActive));
            }
        };
    }

    private void accepted(ConnectionHandler handler) {
        InetAddress address = handler.connection().remoteAddress().getAddress();
        Optional<String> refusal = gate.enter(address);
        if (refusal.isPresent()) {
            LOG.debug("Connection from {} refused: {}", address, refusal.get());
            handler.connection().abort();
            return;
        }
        pending.arrive();
        Thread.ofVirtual()
                .name("accept " + address.getHostAddress())
                .start(() -> setUpInbound(handler));
    }

    private void setUpInbound(ConnectionHandler handler) {
        try {
            pending.enter();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a thread that sets a connection up", e);
        }
        InetSocketAddress remote = handler.connection().remoteAddress();
        try {
            log.connected(setup.accept(handler));
        } catch (SetupException e) {
            log.failed("from", remote, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handler.connection().abort();
        } catch (RuntimeException | Error e) {
            LOG.error("A fault of ours ends the connection from {}", remote, e);
            handler.connection().abort();
        } finally {
            pending.leave();
        }
    }

    /**
     * Dials a node and sets up a link with it. Blocks: to be called in a virtual thread.
     *
     * @throws IOException if there is no connection in 15 s, or the address is outside the networks
     *     that we may speak with
     */
    public PeerLink dial(Enode node) throws IOException, SetupException, InterruptedException {
        InetAddress address = InetAddress.getByName(node.host());
        if (!gate.allows(address)) {
            throw new IOException(address.getHostAddress() + " is outside --net-restrict");
        }
        CompletableFuture<SetupChannel> connected = new CompletableFuture<>();
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(sockets.loops())
                        .channel(sockets.channelType())
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(DIAL_LIMIT.toMillis()))
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, sockets.readSizes())
                        .handler(initializer(connected::complete));
        bootstrap
                .connect(new InetSocketAddress(address, node.tcpPort()))
                .addListener(
                        (ChannelFuture done) -> {
                            if (!done.isSuccess()) {
                                connected.completeExceptionally(done.cause());
                            }
                        });
        SetupChannel channel;
        try {
            channel = connected.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "no connection: " + LogText.of(e.getCause() == null ? e : e.getCause()), e);
        }
        try {
            PeerLink link = setup.dial(channel, node.id());
            log.connected(link);
            return link;
        } catch (InterruptedException | RuntimeException | Error e) {
            channel.connection().abort();
            throw e;
        }
    }

    /** Closes what is open, without a word, and stops the event loops. */
    @Override
    public void close() {
        stopAccepting();
        channels.close().awaitUninterruptibly();
        sockets.close();
    }
}
