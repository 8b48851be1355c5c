package dev.peerloom.core.net;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.peer.Disconnects;
import dev.peerloom.core.peer.LinkSetup;
import dev.peerloom.core.peer.Meters;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.SetupChannel;
import dev.peerloom.core.peer.SetupException;
import dev.peerloom.core.wire.LogText;
import dev.peerloom.core.wire.Subnet;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The node's sockets: takes connections in and makes them, each set up in a virtual thread of its
 * own. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(15);
    private static final int BACKLOG = 1024;
    private static final String SENT_AWAY =
            "it let us wait while others waited for its place: too many connect at once";

    private final LinkSetup setup;
    private final InboundGate gate;
    private final PendingPlaces pending;
    private final Sockets sockets = new Sockets();
    private final SessionLog log;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable Channel listener;

    /** Loads what every transport needs, if nothing has loaded it yet. Takes a while. */
    public static void prepare() {
        Sockets.prepare();
    }

    /**
     * A transport that does not listen yet.
     *
     * @param disconnects who is told of failed and ended sessions
     * @param maxPending how many connections that came in may be in their handshakes at once
     */
    public Transport(LinkSetup setup, InboundGate gate, Disconnects disconnects, int maxPending) {
        this.setup = setup;
        this.gate = gate;
        this.log = new SessionLog(disconnects, this::afterWindow);
        this.pending = new PendingPlaces(maxPending, System::nanoTime, this::applyAccepting);
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
                        .channelFactory(OpenServerSocketChannel::new)
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

    /** Changes how many connections that came in may be in their handshakes at once. */
    public void maxPending(int count) {
        pending.resize(count);
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

    private void afterWindow(Runnable task) {
        if (!sockets.loops().isShuttingDown()) {
            var _ =
                    sockets.loops()
                            .schedule(task, LogLimit.WINDOW.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void accepted(ConnectionHandler handler) {
        InetSocketAddress remote = handler.connection().remoteAddress();
        InetAddress address = remote.getAddress();
        Optional<String> refusal = gate.enter(address);
        if (refusal.isPresent()) {
            handler.connection().abort();
            log.failed(true, Optional.empty(), remote, SetupException.unwanted(refusal.get()));
            return;
        }
        PendingPlaces.Visit visit = pending.arrive(Subnet.of(address), handler.connection()::abort);
        Thread.ofVirtual()
                .name("accept " + address.getHostAddress())
                .start(() -> setUpInbound(handler, visit));
    }

    private void setUpInbound(ConnectionHandler handler, PendingPlaces.Visit visit) {
        InetSocketAddress remote = handler.connection().remoteAddress();
        try (visit) {
            log.connected(setup.accept(new PatientChannel(handler, visit)));
        } catch (SetupException e) {
            SetupException cause = visit.isSentAway() ? SetupException.unwanted(SENT_AWAY) : e;
            log.failed(true, Optional.empty(), remote, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handler.connection().abort();
        } catch (RuntimeException | Error e) {
            LOG.error("A fault of ours ends the connection from {}", remote, e);
            handler.connection().abort();
        }
    }

    /**
     * Dials a node and sets up a link with it. Blocks: to be called in a virtual thread.
     *
     * @throws DialFailure if there is no connection in 15 s, the address is none that we may speak
     *     with, or the connection did not become a link
     */
    public PeerLink dial(Enode node) throws DialFailure, InterruptedException {
        InetSocketAddress remote = InetSocketAddress.createUnresolved(node.host(), node.tcpPort());
        try {
            remote = new InetSocketAddress(resolve(node), node.tcpPort());
            PeerLink link = setUpOutbound(remote, node.id());
            log.connected(link);
            return link;
        } catch (SetupException e) {
            throw new DialFailure(log.failed(false, Optional.of(node.id()), remote, e), e);
        }
    }

    private InetAddress resolve(Enode node) throws SetupException {
        try {
            InetAddress address = InetAddress.getByName(node.host());
            Optional<String> refusal = gate.refusal(address);
            if (refusal.isPresent()) {
                throw SetupException.unwanted(refusal.get());
            }
            return address;
        } catch (UnknownHostException e) {
            throw SetupException.unreachable("there is no host of the name " + node.host(), e);
        }
    }

    private PeerLink setUpOutbound(InetSocketAddress remote, NodeId id)
            throws SetupException, InterruptedException {
        SetupChannel channel = connect(remote);
        try {
            return setup.dial(channel, id);
        } catch (InterruptedException | RuntimeException | Error e) {
            channel.connection().abort();
            throw e;
        }
    }

    private SetupChannel connect(InetSocketAddress remote)
            throws SetupException, InterruptedException {
        CompletableFuture<SetupChannel> connected = new CompletableFuture<>();
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(sockets.loops())
                        .channelFactory(OpenSocketChannel::new)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(DIAL_LIMIT.toMillis()))
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(ChannelOption.RECVBUF_ALLOCATOR, sockets.readSizes())
                        .handler(initializer(connected::complete));
        ChannelFuture connecting = bootstrap.connect(remote);
        connecting.addListener(
                done -> {
                    if (!done.isSuccess()) {
                        connected.completeExceptionally(done.cause());
                    }
                });
        try (Meters.Session _ = setup.meters().begin(false, Phase.TCP)) {
            return connected.get();
        } catch (ExecutionException e) {
            throw SetupException.unreachable(describe(e.getCause()), e);
        } catch (InterruptedException e) {
            // Whether it was about to connect or had just done so: nobody wants it any more.
            connecting.cancel(true);
            var _ = connecting.channel().close();
            throw e;
        }
    }

    private static String describe(@Nullable Throwable failure) {
        return switch (failure) {
            case ConnectTimeoutException e ->
                    "no connection within " + DIAL_LIMIT.toSeconds() + " s";
            case NoRouteToHostException e -> "there is no way to that address";
            case ConnectException e when LogText.of(e).contains("refused") ->
                    "connection refused: nothing listens on that port";
            case null -> "no connection";
            default -> "no connection: " + LogText.of(failure);
        };
    }

    /** For each event loop how long a task waits for its turn, up to a second. */
    public List<Duration> loopLags() {
        return sockets.lags();
    }

    /** Closes what is open, without a word, and stops the event loops. */
    @Override
    public void close() {
        stopAccepting();
        channels.close().awaitUninterruptibly();
        sockets.close();
    }
}
