package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.core.DisconnectRecord;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PeerStatus;
import dev.peerloom.core.PluginStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Ethereum, Swarm and Whisper on one link: eth, bzz with hive, and shh, from the jars that the
 * build makes. Beside the link stand two others that each run a part of it only.
 */
@Timeout(300)
@Tag("thorough")
class FourProtocolsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String GENESIS =
            """
            {"config": {"chainId": 1337, "londonBlock": 0, "shanghaiTime": 0},
             "difficulty": "0x1", "gasLimit": "0x1000000", "timestamp": "0x10", "alloc": {}}
            """;

    @TempDir Path folder;
    private Map<String, Path> plugins;
    private final List<Node> nodes = new ArrayList<>();
    private Node one;
    private Node other;
    private Node ethOnly;
    private Node hiveOnly;
    private final HiveTalker talker = new HiveTalker();
    private MessageChannel hive;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger posted = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("genesis.json"), GENESIS);
        plugins = new LinkedHashMap<>();
        plugins.put("bzz", Path.of(System.getProperty("bzz.plugin")));
        plugins.put("eth", Path.of(System.getProperty("eth.plugin")));
        plugins.put("shh", Path.of(System.getProperty("shh.plugin")));
        one = node("one", "00", "bzz", "eth", "shh");
        other = node("other", "ff", "bzz", "eth", "shh");
        ethOnly = node("eth-only", "77", "eth");
        hiveOnly =
                Node.start(
                        NodeConfig.builder(NodeKey.generate())
                                .dataDirectory(folder.resolve("hive-only"))
                                .build(),
                        talker.protocols());
        nodes.add(hiveOnly);
        hiveOnly.connect(one.enode());
        ethOnly.connect(one.enode());
        hive = talker.session();
        connect();
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    private Node node(String name, String overlay, String... ids) throws Exception {
        Map<String, Map<String, String>> settings =
                Map.of(
                        "bzz",
                        Map.of("overlay", overlay.repeat(32)),
                        "eth",
                        Map.of("genesis", folder.resolve("genesis.json").toString()));
        Path own = Files.createDirectory(folder.resolve(name + "-plugins"));
        for (String id : ids) {
            copy(plugins.get(id), own.resolve(plugins.get(id).getFileName()));
        }
        Node node =
                Node.start(
                        NodeConfig.builder(NodeKey.generate())
                                .dataDirectory(folder.resolve(name))
                                .pluginsDirectory(own)
                                .settings(
                                        Arrays.stream(ids)
                                                .filter(settings::containsKey)
                                                .collect(Collectors.toMap(id -> id, settings::get)))
                                .build());
        nodes.add(node);
        return node;
    }

    /** A plugin is a jar, or a folder of jars. */
    private static void copy(Path plugin, Path to) throws IOException {
        Files.copy(plugin, to);
        if (Files.isDirectory(plugin)) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(plugin)) {
                for (Path jar : jars) {
                    Files.copy(jar, to.resolve(jar.getFileName()));
                }
            }
        }
    }

    private void connect() {
        await().atMost(LIMIT)
                .until(
                        () -> {
                            if (link() == null) {
                                one.connect(other.enode());
                            }
                            return link() != null && link(ethOnly) != null;
                        });
    }

    private PeerStatus link() {
        return link(other);
    }

    /** The link of the first node with another one. */
    private PeerStatus link(Node to) {
        return one.peers().stream()
                .filter(status -> status.peer().id().equals(to.enode().id()))
                .findFirst()
                .orElse(null);
    }

    /** How the links of two nodes have ended, as one of them tells, the last end first. */
    private static List<DisconnectRecord> ends(Node teller, Node with) {
        return teller.disconnects(100).stream()
                .filter(end -> end.id().equals(Optional.of(with.enode().id())))
                .toList();
    }

    private void awaitOffsets(String... expected) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> {
                            connect();
                            assertEquals(
                                    List.of(expected),
                                    link().protocols().stream()
                                            .map(p -> p.capability() + " at " + p.offset())
                                            .toList());
                        });
    }

    /** Everything passes that can, at once: each kind in a thread of its own, several times. */
    private void busy(String... kinds) throws Exception {
        Thread[] threads =
                Arrays.stream(kinds)
                        .map(kind -> Thread.ofVirtual().start(() -> work(kind)))
                        .toArray(Thread[]::new);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("not all could be busy", failure.get());
        }
    }

    private void work(String kind) {
        try {
            switch (kind) {
                case "eth" -> fetch();
                case "hive" -> passOn();
                case "shh" -> whisper();
                default -> throw new IllegalArgumentException(kind);
            }
        } catch (Exception | AssertionError e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Headers, in both directions, verified by who asked. */
    private void fetch() throws Exception {
        for (int i = 0; i < 100; i++) {
            for (Node node : List.of(one, other)) {
                List<?> headers = (List<?>) node.call("eth_fetchHeaders", List.of(0, 1));
                assertEquals(1, headers.size());
            }
        }
    }

    /** Nodes that the first is told of, and tells the second. */
    private void passOn() throws Exception {
        for (int i = 0; i < 20; i++) {
            double before = received(other);
            talker.tell(hive, 5);
            await().atMost(LIMIT).until(() -> received(other) >= before + 5);
        }
    }

    private static double received(Node node) {
        return node.metrics().get("peerloom_bzz_nodes_received_total").getAsDouble();
    }

    /** Messages from the first, each read by the second. */
    private void whisper() throws Exception {
        Object key = one.call("shh_addSymKey", List.of("0x" + "5a".repeat(32)));
        Object theirs = other.call("shh_addSymKey", List.of("0x" + "5a".repeat(32)));
        Map<String, Object> filter = Map.of("symKeyID", theirs, "topics", List.of("0x01020304"));
        Object arriving = other.call("shh_newMessageFilter", List.of(filter));
        for (int i = 0; i < 20; i++) {
            String payload = hex("message " + posted.incrementAndGet());
            Map<String, Object> message =
                    Map.of(
                            "symKeyID",
                            key,
                            "topic",
                            "0x01020304",
                            "payload",
                            payload,
                            "ttl",
                            20,
                            "powTime",
                            5,
                            "powTarget",
                            0.2);
            var _ = one.call("shh_post", List.of(message));
            await().atMost(LIMIT).until(() -> hasCome(arriving, payload));
        }
    }

    private boolean hasCome(Object filter, String payload) throws Exception {
        return ((List<?>) other.call("shh_getFilterMessages", List.of(filter)))
                .stream().anyMatch(one -> ((Map<?, ?>) one).get("payload").equals(payload));
    }

    private static String hex(String text) {
        return "0x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertNobodyIsToBlame(Node node) {
        for (PluginStatus plugin : node.plugins()) {
            assertEquals(PluginStatus.State.READY, plugin.state(), plugin::toString);
            assertEquals(List.of(), plugin.faults(), plugin::toString);
        }
    }

    @Test
    void allAreBusyOnOneLinkAtOnce() throws Exception {
        awaitOffsets("bzz/8 at 16", "eth/72 at 17", "hive/8 at 39", "shh/6 at 41");
        busy("eth", "hive", "shh");
        assertNobodyIsToBlame(one);
        assertNobodyIsToBlame(other);
        assertEquals(List.of(), ends(one, other));
    }

    @Test
    void whisperIsTakenOutAndDroppedIn() throws Exception {
        PeerStatus eth = link(ethOnly);
        takeOut("shh");
        awaitOffsets("bzz/8 at 16", "eth/72 at 17", "hive/8 at 39");
        busy("eth", "hive");
        dropIn("shh");
        awaitOffsets("bzz/8 at 16", "eth/72 at 17", "hive/8 at 39", "shh/6 at 41");
        busy("eth", "hive", "shh");
        assertEquals(eth.peer(), link(ethOnly).peer(), "a link without shh notices nothing");
        assertTrue(hiveOnly.disconnects(1).isEmpty(), "a link without shh notices nothing");
    }

    @Test
    void swarmIsTakenOutAndDroppedIn() throws Exception {
        PeerStatus eth = link(ethOnly);
        takeOut("bzz");
        awaitOffsets("eth/72 at 16", "shh/6 at 38");
        busy("eth", "shh");
        dropIn("bzz");
        awaitOffsets("bzz/8 at 16", "eth/72 at 17", "hive/8 at 39", "shh/6 at 41");
        hiveOnly.connect(one.enode());
        hive = talker.session();
        busy("eth", "hive", "shh");
        assertEquals(eth.peer(), link(ethOnly).peer(), "a link without bzz notices nothing");
    }

    @Test
    void ethereumIsTakenOutAndDroppedIn() throws Exception {
        takeOut("eth");
        await().atMost(LIMIT)
                .until(
                        () -> {
                            if (link() == null) {
                                one.connect(other.enode());
                            }
                            return link() != null;
                        });
        assertEquals(
                List.of("bzz/8 at 16", "hive/8 at 17", "shh/6 at 19"),
                link().protocols().stream()
                        .map(p -> p.capability() + " at " + p.offset())
                        .toList());
        busy("hive", "shh");
        dropIn("eth");
        ethOnly.connect(one.enode());
        awaitOffsets("bzz/8 at 16", "eth/72 at 17", "hive/8 at 39", "shh/6 at 41");
        busy("eth", "hive", "shh");
        assertTrue(hiveOnly.disconnects(1).isEmpty(), "a link without eth notices nothing");
    }

    /**
     * The link closes in order and for no other reason; what stays on the node is not disturbed.
     */
    private void takeOut(String id) throws Exception {
        awaitOffsets("bzz/8 at 16", "eth/72 at 17", "hive/8 at 39", "shh/6 at 41");
        busy("eth", "hive", "shh");
        Path file = plugins.get(id).getFileName();
        Files.move(folder.resolve("one-plugins").resolve(file), folder.resolve("out-" + id));
        await().atMost(LIMIT).until(() -> !ends(other, one).isEmpty());
        DisconnectRecord end = ends(other, one).getFirst();
        assertEquals(0x08, end.code(), end::toString);
        await().atMost(LIMIT).until(() -> one.plugins().size() == 2);
        assertNobodyIsToBlame(one);
        assertNobodyIsToBlame(other);
    }

    private boolean isReady(String id) {
        return one.plugins().stream()
                .anyMatch(
                        plugin ->
                                plugin.id().equals(id)
                                        && plugin.state() == PluginStatus.State.READY);
    }

    private void dropIn(String id) throws Exception {
        Path file = plugins.get(id).getFileName();
        Files.move(folder.resolve("out-" + id), folder.resolve("one-plugins").resolve(file));
        await().atMost(LIMIT).until(() -> isReady(id));
        assertNobodyIsToBlame(one);
        if (link() != null && link().protocols().size() < 4) {
            // What a node offers is said in hellos: the next link has it.
            link().peer().disconnect(DisconnectReason.REQUESTED, "to meet with more");
            await().atMost(LIMIT).until(() -> link() == null || link().protocols().size() == 4);
        }
    }
}
