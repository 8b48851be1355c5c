package dev.peerloom.core;

import dev.peerloom.api.Enode;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** A running devp2p node. */
public final class Node implements AutoCloseable {
    private final NodeConfig config;

    private Node(NodeConfig config) {
        this.config = config;
    }

    /** Starts a node whose protocols come out of the plugins directory. */
    public static Node start(NodeConfig config) throws ConfigurationException {
        return start(config, List.of());
    }

    /** Starts a node with protocols of the program's own beside those of the plugins. */
    public static Node start(NodeConfig config, List<? extends Protocol> protocols)
            throws ConfigurationException {
        return new Node(config);
    }

    /** Our identity and the address that we listen on. */
    public Enode enode() {
        return new Enode(config.key().id(), config.host(), config.port(), config.port());
    }

    /** The connected peers. */
    public List<PeerStatus> peers() {
        return List.of();
    }

    /** The plugins, in the order they were started in; those that failed last. */
    public List<PluginStatus> plugins() {
        return List.of();
    }

    /** Dials a node once, under the limits. */
    public void connect(Enode node) {}

    /** Tells a listener of what happens to peers, in order for each peer. */
    public <E extends PeerEvent> void onPeerEvent(Class<E> kind, Consumer<? super E> listener) {}

    /** Calls a method that a plugin exposed as {@code <plugin id>_<name>}. */
    public Object call(String method, List<Object> params) throws Exception {
        return method;
    }

    /** The metrics that plugins expose, by full name. */
    public Map<String, DoubleSupplier> metrics() {
        return Map.of();
    }

    /** Stops: no new links, every link closed in order, plugins stopped. */
    @Override
    public void close() {}
}
