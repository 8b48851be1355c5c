package dev.peerloom.cli.demo;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PeerStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The nodes of the demo, by name, and the folder that holds their data. Used by one thread; only
 * the names of nodes are also asked for by the threads that bring events.
 */
final class DemoNodes implements AutoCloseable {
    private final Path folder;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final LongAdder missed = new LongAdder();
    private final Map<NodeId, String> names = new ConcurrentHashMap<>();

    DemoNodes() throws ConfigurationException {
        try {
            folder = Files.createTempDirectory("peerloom-demo");
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot make a temporary folder for the demo: " + e.getMessage(), e);
        }
    }

    /** Starts a node and has its events put into the queue. */
    void start(String name, Demo.Plan plan, BlockingQueue<Sighting> sightings)
            throws ConfigurationException {
        NodeConfig config =
                NodeConfig.builder(NodeKey.generate())
                        .clientName(plan.clientName())
                        .host("127.0.0.1")
                        .dataDirectory(folder.resolve(name))
                        .pluginsDirectory(plan.plugins())
                        .settings(plan.settings())
                        .build();
        Node node = Node.start(config);
        nodes.put(name, node);
        names.put(node.enode().id(), name);
        for (Class<? extends PeerEvent> kind : Demo.kinds()) {
            node.onPeerEvent(kind, event -> see(name, event, sightings));
        }
    }

    private void see(String name, PeerEvent event, BlockingQueue<Sighting> sightings) {
        Sighting seen = new Sighting(name, name(event.peer()), System.nanoTime(), event);
        if (!sightings.offer(seen)) {
            // The screen is slower than a flood of messages: what does not fit is only counted.
            missed.increment();
        }
    }

    Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return node;
    }

    /** The enodes by name. */
    Map<String, Enode> enodes() {
        Map<String, Enode> enodes = new LinkedHashMap<>();
        nodes.forEach((name, node) -> enodes.put(name, node.enode()));
        return enodes;
    }

    /** How many events came faster than they could be shown. */
    long missed() {
        return missed.sum();
    }

    private String name(Peer peer) {
        return names.getOrDefault(peer.id(), "?");
    }

    /** What one node knows of its link with another. */
    Optional<PeerStatus> status(String name, String other) {
        return node(name).peers().stream()
                .filter(status -> name(status.peer()).equals(other))
                .findFirst();
    }

    /** Closes the nodes that still run and deletes their data. */
    @Override
    public void close() {
        nodes.values().forEach(Node::close);
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
