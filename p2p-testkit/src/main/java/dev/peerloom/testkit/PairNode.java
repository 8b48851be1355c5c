package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PluginStatus;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One node of a pair, and what it tells of its peer. Any thread may call any method. */
final class PairNode implements AutoCloseable {
    private final Node node;
    private final List<Capability> offered;
    private final BlockingQueue<Peer> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerEvent.Disconnected> ended = new LinkedBlockingQueue<>();
    private volatile @Nullable Peer peer;

    private PairNode(Node node, List<Protocol> protocols) {
        this.node = node;
        this.offered = protocols.stream().map(ProtocolNumbers::capability).toList();
        node.onPeerEvent(PeerEvent.Connected.class, event -> connected.add(event.peer()));
        node.onPeerEvent(PeerEvent.Disconnected.class, ended::add);
    }

    static PairNode start(
            String name,
            PairFolder folder,
            List<Path> plugins,
            List<Protocol> protocols,
            Map<String, Map<String, String>> settings)
            throws IOException, ConfigurationException {
        NodeConfig.Builder config =
                NodeConfig.builder(NodeKey.generate())
                        .clientName("testkit-" + name)
                        .dataDirectory(folder.data(name))
                        .settings(settings);
        if (!plugins.isEmpty()) {
            config.pluginsDirectory(folder.plugins(name, plugins));
        }
        Node node = Node.start(config.build(), protocols);
        PairNode started = new PairNode(node, protocols);
        try {
            started.checkPlugins();
            return started;
        } catch (AssertionError e) {
            node.close();
            throw e;
        }
    }

    private void checkPlugins() {
        for (PluginStatus plugin : node.plugins()) {
            if (plugin.state() != PluginStatus.State.READY) {
                throw new AssertionError(
                        "plugin "
                                + plugin.id()
                                + " is not ready: "
                                + plugin.problem().orElse(plugin.state().toString()));
            }
        }
    }

    Node node() {
        return node;
    }

    Peer peer() {
        Peer last = peer;
        if (last == null) {
            throw new IllegalStateException("the nodes have not been connected: call connect()");
        }
        return last;
    }

    /** Before a new connection: what came of earlier ones is of no interest any more. */
    void forget() {
        connected.clear();
        ended.clear();
    }

    boolean awaitPeer(Duration limit) throws InterruptedException {
        Peer next = connected.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (next != null) {
            peer = next;
        }
        return next != null;
    }

    LinkEnd awaitEnd(Duration limit) throws InterruptedException {
        PeerEvent.Disconnected end;
        do {
            end = ended.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (end == null) {
                throw new AssertionError(
                        "the link has not ended within " + limit.toSeconds() + " s: " + describe());
            }
        } while (!end.peer().equals(peer()));
        return new LinkEnd(DisconnectReason.fromCode(end.code()), end.detail(), end.byRemote());
    }

    String describe() {
        List<Capability> plugged =
                node.plugins().stream()
                        .flatMap(plugin -> plugin.protocols().keySet().stream())
                        .toList();
        return "offers "
                + offered
                + (plugged.isEmpty() ? "" : " and by plugins " + plugged)
                + "; its peers: "
                + node.peers();
    }

    @Override
    public void close() {
        node.close();
    }
}
