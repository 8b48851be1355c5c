package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.crypto.Secp256k1;
import dev.peerloom.core.net.Transport;
import dev.peerloom.core.peer.MessageTraces;
import dev.peerloom.core.peer.Timing;
import dev.peerloom.core.plugin.PluginDeadlines;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * A running devp2p node. Thread-safe.
 *
 * <pre>{@code
 * NodeConfig config = NodeConfig.builder(NodeKey.generate()).pluginsDirectory(plugins).build();
 * try (Node node = Node.start(config)) {
 *     System.out.println("READY " + node.enode());
 *     ...
 * }
 * }</pre>
 */
public final class Node implements AutoCloseable {
    /** What a trace shows of a message at most, in bytes. */
    public static final int MAX_TRACED_BYTES = MessageTraces.MAX_START;

    private final NodeRuntime runtime;

    private Node(NodeRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Begins to load what every node needs, the curve and the sockets, in threads of its own. A
     * program that calls this before it reads its configuration has its node sooner; without it
     * everything works as well.
     */
    public static void prepare() {
        begin("curve", Secp256k1::get);
        begin("sockets", Transport::prepare);
    }

    private static void begin(String name, Runnable work) {
        Thread.ofPlatform().daemon().name("prepare " + name).start(work);
    }

    /**
     * Starts a node whose protocols come out of the plugins directory.
     *
     * @throws ConfigurationException if something that was asked for cannot be: the port is taken,
     *     a jar is broken, a plugin refuses a setting. Nothing is left running then.
     */
    public static Node start(NodeConfig config) throws ConfigurationException {
        return start(config, List.of());
    }

    /**
     * Starts a node with protocols of the program's own beside those of the plugins.
     *
     * @throws ConfigurationException as {@link #start(NodeConfig)}
     * @throws IllegalArgumentException if one of the protocols has an illegal name, version, length
     *     or maxPayload, or one that another has
     */
    public static Node start(NodeConfig config, List<? extends Protocol> protocols)
            throws ConfigurationException {
        return start(config, protocols, Timing.DEFAULT, PluginDeadlines.DEFAULT);
    }

    /** For tests: how long links and plugins are waited for is said here. */
    static Node start(
            NodeConfig config,
            List<? extends Protocol> protocols,
            Timing timing,
            PluginDeadlines deadlines)
            throws ConfigurationException {
        Objects.requireNonNull(config, "config");
        return new Node(NodeRuntime.start(config, protocols, timing, deadlines));
    }

    /** The version of Peerloom, which {@code Plugin-Requires} is compared with: {@code 1.0.0}. */
    public static String version() {
        return NodeVersion.text();
    }

    /** Our identity and the address that we listen on; loopback if we listen on all addresses. */
    public Enode enode() {
        return runtime.enode();
    }

    /** Where we listen: the address and port that the listener is bound to. */
    public InetSocketAddress listenAddress() {
        return runtime.description().listenAddress();
    }

    /**
     * Our node record in text form, {@code enr:…}, with the address of {@link #enode()}.
     *
     * @see <a href="https://eips.ethereum.org/EIPS/eip-778">EIP-778</a>
     */
    public String record() {
        return runtime.description().record();
    }

    /** The protocols that we offer in hellos, with what each says of itself in its nodeInfo. */
    public Map<Capability, Map<String, ?>> protocols() {
        return runtime.description().protocols();
    }

    /** The peers, those whose links are being closed included. */
    public List<PeerStatus> peers() {
        return runtime.peers();
    }

    /** How many peers are connected. */
    public int peerCount() {
        return runtime.peerCount();
    }

    /**
     * How the last sessions ended, and why others never began: the newest first.
     *
     * @param limit how many at most; 1,000 are kept, of which at most half are of unknown nodes
     *     that connected and did not become peers, as far as others need the room
     */
    public List<DisconnectRecord> disconnects(int limit) {
        return runtime.disconnects().latest(limit);
    }

    /**
     * Tells a listener of each session that ends or fails, in a thread of its own. A listener that
     * is too slow loses records.
     *
     * @return what takes the listener away again
     */
    public Runnable onDisconnect(Consumer<? super DisconnectRecord> listener) {
        return runtime.disconnects().listen("node", Objects.requireNonNull(listener, "listener"));
    }

    /** The plugins, in the order they were started in; those that failed last. */
    public List<PluginStatus> plugins() {
        return runtime.plugins();
    }

    /**
     * Loads and starts a plugin: one that lies in the plugins directory and is not loaded, or any
     * other jar or folder. Returns when its protocols are offered.
     *
     * @throws PluginException if it cannot be used, or fails; the other plugins are left alone
     */
    public PluginStatus loadPlugin(Path file) throws PluginException {
        return runtime.host().loadPlugin(Objects.requireNonNull(file, "file"));
    }

    /**
     * Reads a plugin's file anew. The new one is loaded and checked beside the one that runs; then
     * that one is stopped, with those that depend on it, and the new one started. If that fails,
     * the one that ran before runs again.
     *
     * @throws PluginException if there is no such plugin, or the new one cannot be used; the
     *     message says what runs now
     */
    public PluginStatus reloadPlugin(String id) throws PluginException {
        return runtime.host().reloadPlugin(Objects.requireNonNull(id, "id"));
    }

    /**
     * Stops a plugin, those that depend on it before, and forgets its classes. Its links are closed
     * in order. If its file lies in the plugins directory, it stays unloaded until the file changes
     * or it is loaded or reloaded by its id.
     *
     * @throws PluginException if there is no such plugin
     */
    public void unloadPlugin(String id) throws PluginException {
        runtime.host().unloadPlugin(Objects.requireNonNull(id, "id"));
    }

    /**
     * Tells a listener of what happens to plugins, in order, in a thread of its own. A listener
     * that is too slow loses events.
     *
     * @return what takes the listener away again
     */
    public Runnable onPluginEvent(Consumer<? super PluginEvent> listener) {
        return runtime.host().onEvent(Objects.requireNonNull(listener, "listener"));
    }

    /** Plugins that were unloaded and whose classes have not been collected yet, oldest first. */
    public List<UnloadedPlugin> lingeringPlugins() {
        return runtime.host().lingering();
    }

    /** Dials a node once, under the limits. Returns at once; a failure is a line in the log. */
    public void connect(Enode node) {
        runtime.connect(Objects.requireNonNull(node, "node"));
    }

    /**
     * Makes a node a static peer: it is dialled until there is a link, and again whenever there is
     * none, with pauses from 2 s to 5 min. Said again, it is dialled now; with another address, at
     * that one. Returns at once; {@link #dialStatus(NodeId)} tells what becomes of it.
     *
     * @throws IllegalArgumentException if it is this node itself
     * @throws IllegalStateException if there are 10,000 static peers
     */
    public void addPeer(Enode node) {
        runtime.control().addPeer(Objects.requireNonNull(node, "node"));
    }

    /**
     * Makes a node a static peer no longer, and closes the link with it, if there is one, with
     * {@link dev.peerloom.api.DisconnectReason#REQUESTED}. Returns at once.
     *
     * @return whether it was a static peer, or connected
     */
    public boolean removePeer(NodeId id) {
        return runtime.control().removePeer(Objects.requireNonNull(id, "id"));
    }

    /** Lets a node exceed the limits from now on. It is not dialled for that. */
    public void addTrustedPeer(Enode node) {
        runtime.control().addTrustedPeer(node.id());
    }

    /** Lets a node exceed the limits no longer; a link with it stays. */
    public void removeTrustedPeer(NodeId id) {
        runtime.control().removeTrustedPeer(Objects.requireNonNull(id, "id"));
    }

    /**
     * What has become of the dials to all nodes: first those that have one to come or under way, in
     * no order, then the last 1,000 of the others, the newest first.
     */
    public List<DialStatus> dialStatus() {
        return runtime.control().dialStatus();
    }

    /** What has become of the dials to one node; empty if it was not dialled, or long ago. */
    public Optional<DialStatus> dialStatus(NodeId id) {
        return runtime.control().dialStatus(Objects.requireNonNull(id, "id"));
    }

    /**
     * Bans a node, an address or a network, in place of an earlier ban of the same: its links are
     * closed, it is not let in, and it is not dialled, be it a static or trusted peer. With a node
     * database the ban outlasts the node, and has been stored when this returns.
     *
     * @param duration for how long; empty until it is unbanned
     * @param reason the operator's own words
     * @throws IllegalArgumentException if the duration is not positive, or the reason too long
     * @throws IllegalStateException if there are 10,000 bans
     */
    public Ban ban(BanTarget target, Optional<Duration> duration, String reason) {
        return runtime.control().ban(target, duration, reason);
    }

    /**
     * Ends a ban. Static peers that it kept out are dialled.
     *
     * @return whether there was one
     * @throws IllegalArgumentException if the configuration bans it
     */
    public boolean unban(BanTarget target) {
        return runtime.control().unban(Objects.requireNonNull(target, "target"));
    }

    /** The bans that have not ended, the oldest first. */
    public List<Ban> bans() {
        return runtime.control().bans();
    }

    /**
     * The nodes that were dialled, in this run or an earlier one, those most worth dialling first.
     *
     * @param limit how many at most; 10,000 are kept
     */
    public List<KnownNode> knownNodes(int limit) {
        return runtime.control().database().best(limit);
    }

    /**
     * Takes over from another configuration what can change while the node runs: {@code maxPeers},
     * {@code maxPending}, {@code dialRatio}, {@code staticPeers}, {@code trustedPeers}, {@code
     * netRestrict} and {@code banned}. Everything else stays as it was at the start.
     *
     * <p>Peers that are new among the static or trusted ones are added; those that were in the last
     * configuration and are not in this one are removed, as by {@link #removePeer} and {@link
     * #removeTrustedPeer}. Peers beyond a lower limit stay; those that may not be spoken with any
     * more are disconnected.
     */
    public void reconfigure(NodeConfig changed) {
        runtime.control().reconfigure(Objects.requireNonNull(changed, "changed"));
    }

    /**
     * Tells a listener of what happens to peers, in order for each peer, in a thread of its own. A
     * listener that is too slow loses events. Kinds: {@link PeerEvent}.
     *
     * @return what takes the listener away again
     */
    public <E extends PeerEvent> Runnable onPeerEvent(Class<E> kind, Consumer<? super E> listener) {
        return runtime.onPeerEvent("node", kind, listener);
    }

    /**
     * Tells one listener of several kinds of events, as {@link #onPeerEvent}, all of them in one
     * order.
     *
     * @return what takes the listener away again
     */
    public Runnable onPeerEvents(
            List<Class<? extends PeerEvent>> kinds, Consumer<? super PeerEvent> listener) {
        return runtime.onPeerEvents(List.copyOf(kinds), listener);
    }

    /**
     * Calls a method that a plugin exposed, by its full name {@code <plugin id>_<name>}.
     *
     * @throws IllegalArgumentException if there is no such method, or it refuses the parameters
     * @throws Exception whatever else the method throws
     */
    public Object call(String method, List<Object> params) throws Exception {
        return runtime.exposed().call(method, params);
    }

    /**
     * What the node has done since it started, and how it is now. Takes up to a second when an
     * event loop is busy: not for a thread that must not wait.
     */
    public NodeStatistics statistics() {
        return runtime.statistics();
    }

    /** What has passed on the link with each peer, and what waits on it. */
    public List<PeerLoad> peerLoads() {
        return runtime.peerLoads();
    }

    /**
     * Shows a listener the messages of protocols as they pass, with the first bytes of each, in a
     * thread of its own. A listener that is too slow loses messages. While there is no trace, none
     * is looked at.
     *
     * @param wanted which messages it gets; asked in the thread of each message, so it must be
     *     quick
     * @param bytes how many of a payload's first bytes it gets, 0 to {@value #MAX_TRACED_BYTES}
     * @return what ends the trace
     */
    public Runnable trace(
            BiPredicate<? super Peer, ? super Capability> wanted,
            int bytes,
            Consumer<? super TracedMessage> listener) {
        return runtime.trace(
                Objects.requireNonNull(wanted, "wanted"),
                bytes,
                Objects.requireNonNull(listener, "listener"));
    }

    /** The methods that plugins expose, by their full names {@code <plugin id>_<name>}. */
    public Set<String> methods() {
        return runtime.exposed().methods();
    }

    /** The metrics that plugins expose, by their full names {@code peerloom_<plugin id>_<name>}. */
    public Map<String, DoubleSupplier> metrics() {
        return runtime.exposed().metrics();
    }

    /**
     * Stops: no new links, every link closed in order (the peers are told 0x08), plugins stopped.
     * Returns when all of it is done, about 12 s later at most.
     */
    @Override
    public void close() {
        runtime.close();
    }
}
