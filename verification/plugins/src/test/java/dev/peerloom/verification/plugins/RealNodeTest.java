package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeService;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A plugin with a service, in real nodes: what its context promises is what the node does. */
class RealNodeTest {
    private static final String SERVICE =
            """
            package finder.main;

            import dev.peerloom.api.*;
            import java.util.*;
            import java.util.concurrent.*;

            public final class Main implements NodeService {
                private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
                private volatile int events;

                @Override
                public Collection<? extends Protocol> start(NodeContext node) throws Exception {
                    node.setting("peer", Optional.<Enode>empty(), text -> Optional.of(Enode.parse(text)))
                            .ifPresent(peer -> node.addNodeSource(once(peer)));
                    node.exposeMethod("peers", params -> List.of(peers.size(), params.size()));
                    node.exposeMetric("events_total", () -> events);
                    node.onPeerEvent(PeerEvent.class, event -> events++);
                    if (node.sign(new byte[32]).length != 65 || node.agree(node.enode().id()).length != 64) {
                        throw new IllegalStateException("keys");
                    }
                    java.nio.file.Files.writeString(node.dataDirectory().resolve("started"), "yes");
                    return List.of(new Silent("two", 2), new Silent("one", 1), new Silent("two", 1));
                }

                private static NodeSource once(Enode peer) {
                    Semaphore left = new Semaphore(1);
                    return () -> {
                        left.acquire();
                        return new DialCandidate(peer, Map.of());
                    };
                }

                private final class Silent implements Protocol {
                    private final String name;
                    private final int version;

                    Silent(String name, int version) {
                        this.name = name;
                        this.version = version;
                    }

                    @Override public String name() { return name; }
                    @Override public int version() { return version; }
                    @Override public int length() { return 3 + version; }

                    @Override
                    public void run(Peer peer, MessageChannel channel) throws Exception {
                        peers.add(peer);
                        while (true) {
                            channel.read();
                        }
                    }

                    @Override public Map<String, ?> peerInfo(Peer peer) { return Map.of("known", peers.contains(peer)); }
                }
            }
            """;

    @TempDir Path folder;
    private Path plugins;

    @BeforeEach
    void dropPlugin() throws Exception {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        PluginJar.plugin("finder")
                .module("finder.main")
                .source("finder.main.Main", SERVICE)
                .provides(NodeService.class, "finder.main.Main")
                .writeTo(plugins.resolve("finder.jar"));
    }

    private NodeConfig config(String name, Map<String, String> settings) {
        return NodeConfig.builder(NodeKey.generate())
                .dataDirectory(folder.resolve(name))
                .pluginsDirectory(plugins)
                .settings(settings.isEmpty() ? Map.of() : Map.of("finder", settings))
                .build();
    }

    @Test
    void aCandidateOfItsSourceIsDialledAndItsProtocolsRunTogether() throws Exception {
        try (Node first = Node.start(config("first", Map.of()));
                Node second =
                        Node.start(config("second", Map.of("peer", first.enode().toString())))) {
            await().until(() -> List.of(1, 2).equals(second.call("finder_peers", List.of(7, 8))));
            await().until(() -> List.of(1, 0).equals(first.call("finder_peers", List.of())));
            assertEquals(
                    List.of(
                            Map.of(new Capability("one", 1), 16),
                            Map.of(new Capability("two", 2), 20)),
                    second.peers().getFirst().protocols().stream()
                            .map(running -> Map.of(running.capability(), running.offset()))
                            .toList());
            assertEquals(
                    Map.of("known", true), second.peers().getFirst().protocols().getFirst().info());
            await().until(
                            () ->
                                    second.metrics()
                                                    .get("peerloom_finder_events_total")
                                                    .getAsDouble()
                                            == 1);
            assertEquals(PluginStatus.State.READY, first.plugins().getFirst().state());
            assertTrue(Files.exists(folder.resolve("first/plugins/finder/started")));
        }
    }

    @Test
    void aSettingThatItRefusesIsOneLineAndNothingIsLeftRunning() throws Exception {
        ConfigurationException refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> Node.start(config("refused", Map.of("peer", "nowhere"))));
        assertTrue(refused.getMessage().startsWith("finder.peer: "), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }
}
