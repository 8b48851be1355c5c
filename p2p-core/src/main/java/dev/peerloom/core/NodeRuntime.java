package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.RpcMethod;
import dev.peerloom.core.crypto.Secp256k1;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.net.Transport;
import dev.peerloom.core.nodes.NodeDatabase;
import dev.peerloom.core.peer.Disconnects;
import dev.peerloom.core.peer.LinkParts;
import dev.peerloom.core.peer.LinkSetup;
import dev.peerloom.core.peer.Meters;
import dev.peerloom.core.peer.Offers;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.PeerTable;
import dev.peerloom.core.peer.Timing;
import dev.peerloom.core.plugin.PluginDeadlines;
import dev.peerloom.core.plugin.PluginEnvironment;
import dev.peerloom.core.plugin.PluginHost;
import dev.peerloom.core.wire.CapabilityMatcher;
import dev.peerloom.core.wire.CodeSpace;
import dev.peerloom.core.wire.OfferedProtocol;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** The parts of a node, joined; and what the node does for its plugins. Thread-safe. */
final class NodeRuntime implements PluginEnvironment, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRuntime.class);

    /** Who owns the protocols that the program itself brought. */
    private static final String OWN = "node";

    private final NodeConfig config;
    private final LinkParts parts;
    private final Offers offers = new Offers();
    private final Disconnects disconnects;
    private final PeerControl control;
    private final PeerTable table;
    private final Transport transport;
    private final Exposed exposed = new Exposed();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final SelfDescription description;
    private final PluginHost plugins;
    private final PluginHost.Loading loading;
    private final Redialler redialler;

    private NodeRuntime(NodeConfig config, Timing timing, PluginDeadlines deadlines)
            throws ConfigurationException {
        this.config = config;
        parts = LinkParts.create(timing);
        disconnects = new Disconnects(parts.watch(), parts.meters());
        plugins =
                new PluginHost(
                        config.pluginsDirectory(),
                        config.dataDirectory().resolve("run"),
                        NodeVersion.text(),
                        this,
                        config.pluginTrust(),
                        deadlines);
        // Jars are read beside all that follows: a start waits for the one or the other.
        loading = plugins.beginLoading(config.extraPlugins());
        List<Runnable> begun = new ArrayList<>(List.of(disconnects::close, parts::close));
        boolean complete = false;
        try {
            NodeDatabase database =
                    NodeDatabase.open(config.nodeDatabase(), InstantSource.system());
            begun.add(database::close);
            control = new PeerControl(config, database, parts.watch());
            begun.add(control::close);
            table = control.table();
            LinkSetup setup =
                    new LinkSetup(config.key(), config.clientName(), offers, table, parts);
            transport = new Transport(setup, control.gate(), disconnects, config.maxPending());
            InetSocketAddress address = transport.bind(config.host(), config.port());
            description = new SelfDescription(config.key(), address, offers, parts.watch());
            redialler =
                    new Redialler(
                            offers, table, patience(), new RedialActions(), InstantSource.system());
            complete = true;
        } finally {
            if (!complete) {
                plugins.close();
                begun.reversed().forEach(Runnable::run);
            }
        }
    }

    static NodeRuntime start(
            NodeConfig config,
            List<? extends Protocol> protocols,
            Timing timing,
            PluginDeadlines deadlines)
            throws ConfigurationException {
        NodeRuntime runtime = new NodeRuntime(config, timing, deadlines);
        boolean started = false;
        try {
            runtime.begin(protocols);
            started = true;
            return runtime;
        } finally {
            if (!started) {
                runtime.close();
            }
        }
    }

    private void begin(List<? extends Protocol> protocols) throws ConfigurationException {
        offers.add(OWN, protocols);
        loading.await();
        plugins.start();
        tellOfHighCodes();
        transport.accept();
        control.start(transport, redialler::shareNothing);
        if (config.watchPlugins()) {
            plugins.watch();
        }
        LOG.info("The curve secp256k1 is computed by {}", Secp256k1.get().implementation());
    }

    private void tellOfHighCodes() {
        List<OfferedProtocol> offered = offers.current();
        List<Capability> all = offered.stream().map(OfferedProtocol::capability).toList();
        CodeSpace codes = new CodeSpace(CapabilityMatcher.match(offered, all));
        if (codes.exceedsOneByteIds()) {
            // The distribution's own plugins do so: worth knowing, and no reason to do anything.
            LOG.info(
                    "The message codes of all protocols together reach 0x{}: with a peer that speaks"
                            + " them all, some systems misread those from 0x80 on",
                    Integer.toHexString(codes.end() - 1));
        }
    }

    @Override
    public Enode enode() {
        return description.enode();
    }

    SelfDescription description() {
        return description;
    }

    List<PeerStatus> peers() {
        return table.links().stream().map(this::status).toList();
    }

    int peerCount() {
        return table.size();
    }

    private PeerStatus status(PeerLink link) {
        return new PeerStatus(
                link,
                link.localAddress(),
                link.connectedAt(),
                table.isTrusted(link.id()),
                control.isStatic(link.id()),
                link.describeProtocols());
    }

    List<PeerLoad> peerLoads() {
        return table.links().stream().map(PeerLink::load).toList();
    }

    Runnable trace(
            BiPredicate<? super Peer, ? super Capability> wanted,
            int bytes,
            Consumer<? super TracedMessage> listener) {
        return parts.traces().add(wanted, bytes, listener);
    }

    NodeStatistics statistics() {
        Meters meters = parts.meters();
        return new NodeStatistics(
                meters.sessions(),
                meters.started(),
                meters.ended(),
                control.counts().counted(),
                meters.traffic(),
                meters.loads(offers.current(), table.links()),
                meters.bytesRead(),
                meters.bytesWritten(),
                transport.loopLags());
    }

    Disconnects disconnects() {
        return disconnects;
    }

    List<PluginStatus> plugins() {
        return plugins.status();
    }

    PluginHost host() {
        return plugins;
    }

    PeerControl control() {
        return control;
    }

    Exposed exposed() {
        return exposed;
    }

    @Override
    public CodeWatch watch() {
        return parts.watch();
    }

    @Override
    public Path dataDirectory(String pluginId) {
        Path directory = config.dataDirectory().resolve("plugins").resolve(pluginId);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> settings(String pluginId) {
        return config.settings().getOrDefault(pluginId, Map.of());
    }

    @Override
    public Set<String> configuredPlugins() {
        return config.settings().keySet();
    }

    @Override
    public void connect(Enode node) {
        var _ = control.connect(node);
    }

    @Override
    public Runnable addNodeSource(String pluginId, NodeSource source) {
        return control.addSource(pluginId, source);
    }

    @Override
    public byte[] sign(byte[] hash) {
        return Secp256k1.get().sign(config.key().privateKey(), hash);
    }

    @Override
    public byte[] agree(NodeId publicKey) {
        return Secp256k1.get().agree(config.key().privateKey(), publicKey.publicKey());
    }

    @Override
    public Runnable exposeMethod(String fullName, RpcMethod method) {
        return exposed.add(fullName, method);
    }

    @Override
    public Runnable exposeMetric(String fullName, DoubleSupplier value) {
        return exposed.add(fullName, value);
    }

    @Override
    public <E extends PeerEvent> Runnable onPeerEvent(
            String pluginId, Class<E> kind, Consumer<? super E> listener) {
        return parts.events().add(pluginId, kind, listener);
    }

    Runnable onPeerEvents(
            List<Class<? extends PeerEvent>> kinds, Consumer<? super PeerEvent> listener) {
        return parts.events().add(OWN, kinds, listener);
    }

    @Override
    public Map<Capability, Integer> offer(String pluginId, List<? extends Protocol> protocols) {
        Map<Capability, Integer> added = offers.add(pluginId, protocols);
        redialler.offersChanged();
        return added;
    }

    @Override
    public void withdraw(String pluginId) throws InterruptedException {
        offers.remove(pluginId);
        closeInOrder(table.linksOf(pluginId), "plugin " + pluginId + " was stopped");
    }

    /** Closes links at the same time and waits for all of them. */
    private void closeInOrder(List<PeerLink> links, String detail) throws InterruptedException {
        links.forEach(link -> link.closeInOrder(DisconnectReason.CLIENT_QUITTING, detail));
        CompletableFuture<?>[] gone =
                links.stream().map(PeerLink::gone).toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.allOf(gone), patience());
    }

    /** How long a link may take until it has closed in order. */
    private Duration patience() {
        Duration grace = parts.timing().grace();
        // Not multiplied: the JDK does that with numbers of any length, 20 ms in a new JVM.
        return grace.plus(grace).plusSeconds(1);
    }

    /** What the redialler does through the node. */
    private final class RedialActions implements Redialler.Outside {
        @Override
        public void dial(Enode node) throws Exception {
            control.connect(node).get();
        }

        @Override
        public void tell(String plugin, String detail) {
            plugins.tellRedialling(plugin, detail);
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            Thread.sleep(time);
        }
    }

    private static void await(CompletableFuture<?> future, Duration limit)
            throws InterruptedException {
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not everything has closed within {} s", limit.toSeconds());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            closed.join();
            return;
        }
        try {
            transport.stopAccepting();
            redialler.close();
            control.close();
            List<PeerLink> links = table.links();
            closeInOrder(links, "we are stopping");
            CompletableFuture<?>[] sockets =
                    links.stream().map(PeerLink::socketClosed).toArray(CompletableFuture<?>[]::new);
            await(CompletableFuture.allOf(sockets), Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            plugins.close();
            transport.close();
            parts.close();
            disconnects.close();
            control.database().close();
            closed.complete(null);
        }
    }
}
