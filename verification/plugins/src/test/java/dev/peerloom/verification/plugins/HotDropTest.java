package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.PluginEvent;
import dev.peerloom.core.PluginEvent.Kind;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginStatus.State;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Jars that come into the plugins folder of a running node, change there and go. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("one-form")
class HotDropTest {
    private static final Capability CHAT = new Capability("chat", 1);

    @TempDir Path folder;
    private Path plugins;
    private Node node;
    private final List<PluginEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        node = Node.start(Nodes.config(folder.resolve("node"), plugins));
        var _ = node.onPluginEvent(events::add);
    }

    @AfterEach
    void close() {
        node.close();
    }

    /** As a careful user does: the file is complete when it gets its name. */
    private void drop(PluginJar jar, String name) throws IOException {
        Path complete = jar.writeTo(folder.resolve("made-" + System.nanoTime() + ".jar"));
        Files.move(complete, plugins.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<PluginStatus> status(String id) {
        return node.plugins().stream().filter(p -> p.id().equals(id)).findFirst();
    }

    private void awaitReady(String id, String version) {
        await().until(
                        () ->
                                status(id)
                                        .filter(p -> p.state() == State.READY)
                                        .filter(p -> p.version().equals(version))
                                        .isPresent());
    }

    private List<Kind> kinds(String id) {
        return events.stream().filter(e -> e.id().equals(id)).map(PluginEvent::kind).toList();
    }

    private void awaitKinds(String id, Kind... kinds) {
        await().untilAsserted(() -> assertEquals(List.of(kinds), kinds(id)));
    }

    @Test
    void aJarThatAppearsIsOfferedFromThenOnAndOneThatGoesIsNot() throws Exception {
        drop(Sources.namedProtocol("chat"), "chat.jar");
        awaitReady("chat", "1.0.0");
        assertEquals(Map.of(CHAT, 2), status("chat").orElseThrow().protocols());

        Files.delete(plugins.resolve("chat.jar"));
        await().until(() -> status("chat").isEmpty());
        awaitKinds("chat", Kind.LOADED, Kind.STARTED, Kind.STOPPING, Kind.STOPPED, Kind.UNLOADED);
    }

    @Test
    void aFolderThatAppearsIsOnePlugin() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        Sources.namedProtocol("chat").writeTo(own.resolve("chat.jar"));
        Files.move(own, plugins.resolve("chat"));
        awaitReady("chat", "1.0.0");
    }

    @Test
    void aWaitingPeerHasASessionSoonAfterTheJarWasDropped() throws Exception {
        Caller caller = new Caller("chat", 2);
        try (Node peer = Nodes.of(folder.resolve("peer"), caller)) {
            long start = System.nanoTime();
            drop(Sources.namedEcho("chat"), "chat.jar");
            Optional<Caller.Session> session;
            do {
                peer.connect(node.enode());
                session = caller.session(Duration.ofMillis(50));
            } while (session.isEmpty());
            session.get().echo(0);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("from jar dropped to first echo: " + took.toMillis() + " ms");
        }
    }

    @Test
    void aHalfCopiedJarIsWaitedForAndNeverLoaded() throws Exception {
        byte[] whole =
                Files.readAllBytes(Sources.namedProtocol("chat").writeTo(folder.resolve("w")));
        Path target = plugins.resolve("chat.jar");
        Files.write(target, Arrays.copyOf(whole, whole.length / 2));
        await().until(
                        () ->
                                events.stream()
                                        .anyMatch(
                                                e ->
                                                        e.kind() == Kind.WAITING
                                                                && e.file().equals(target)));
        assertTrue(node.plugins().isEmpty());
        Files.write(target, whole);
        awaitReady("chat", "1.0.0");
        awaitKinds("chat", Kind.LOADED, Kind.STARTED);
    }

    @Test
    void aReplacedJarIsReloaded() throws Exception {
        drop(Sources.namedProtocol("chat"), "chat.jar");
        awaitReady("chat", "1.0.0");
        drop(Sources.namedProtocol("chat").version("1.1.0"), "chat.jar");
        awaitReady("chat", "1.1.0");
        assertEquals(1, node.plugins().size());
    }

    @Test
    void aNewVersionUnderAnotherNameTakesThePlaceOfTheOldOne() throws Exception {
        drop(Sources.namedProtocol("chat"), "chat-1.0.0.jar");
        awaitReady("chat", "1.0.0");
        drop(Sources.namedProtocol("chat").version("2.0.0"), "chat-2.0.0.jar");
        Files.delete(plugins.resolve("chat-1.0.0.jar"));
        awaitReady("chat", "2.0.0");
        await().until(() -> node.plugins().size() == 1);
    }

    @Test
    void twoFilesOfOnePluginAreToldApartAndTheFirstRunsOn() throws Exception {
        drop(Sources.namedProtocol("chat"), "a.jar");
        awaitReady("chat", "1.0.0");
        drop(Sources.namedProtocol("chat").version("2.0.0"), "b.jar");
        await().until(() -> node.plugins().size() == 2);
        PluginStatus refused =
                node.plugins().stream()
                        .filter(p -> p.state() == State.FAILED)
                        .findFirst()
                        .orElseThrow();
        String problem = refused.problem().orElseThrow();
        assertTrue(problem.contains("a.jar") || problem.contains("1.0.0"), problem);
        assertTrue(refused.file().endsWith("b.jar"), refused.toString());
        assertTrue(status("chat").filter(p -> p.version().equals("1.0.0")).isPresent());
    }

    /** The first one ran on, from a file that was not there any more. */
    @Test
    void whenTheFirstOfTwoFilesOfOnePluginIsDeletedTheSecondTakesItsPlace() throws Exception {
        drop(Sources.namedProtocol("chat"), "a.jar");
        awaitReady("chat", "1.0.0");
        drop(Sources.namedProtocol("chat").version("2.0.0"), "b.jar");
        await().until(() -> node.plugins().size() == 2);
        Files.delete(plugins.resolve("a.jar"));
        awaitReady("chat", "2.0.0");
        assertEquals(1, node.plugins().size());
    }

    @Test
    void whenTheNewVersionFailsTheOldOneRunsAgain() throws Exception {
        drop(Sources.namedService("state", "", ""), "state.jar");
        awaitReady("state", "1.0.0");
        drop(
                Sources.namedService(
                                "state", "if (true) throw new java.io.IOException(\"no\");", "")
                        .version("2.0.0"),
                "state.jar");
        await().until(() -> kinds("state").contains(Kind.RESTORED));
        awaitReady("state", "1.0.0");
        PluginStatus status = status("state").orElseThrow();
        assertEquals(1, status.faults().size(), status.toString());
        assertTrue(status.faults().getFirst().what().contains("2.0.0"), status.toString());
    }

    @Test
    void aBrokenNewVersionLeavesTheOldOneRunning() throws Exception {
        drop(Sources.namedProtocol("chat"), "chat.jar");
        awaitReady("chat", "1.0.0");
        drop(Sources.namedProtocol("chat").without("Plugin-Version"), "chat.jar");
        await().until(() -> events.stream().anyMatch(e -> e.kind() == Kind.REFUSED));
        assertEquals(State.READY, status("chat").orElseThrow().state());
        assertFalse(status("chat").orElseThrow().faults().isEmpty());
        assertFalse(kinds("chat").contains(Kind.STOPPING));
    }

    @Test
    void aPluginWaitsForTheOneThatItDependsOnAndGoesBeforeIt() throws Exception {
        drop(Sources.namedProtocol("upper").dependsOn("lower"), "upper.jar");
        await().until(
                        () ->
                                status("upper")
                                        .flatMap(PluginStatus::problem)
                                        .filter(p -> p.contains("lower"))
                                        .isPresent());
        drop(Sources.namedProtocol("lower"), "lower.jar");
        awaitReady("lower", "1.0.0");
        awaitReady("upper", "1.0.0");

        Files.delete(plugins.resolve("lower.jar"));
        await().until(() -> status("lower").isEmpty());
        // Events come on a thread of their own.
        await().untilAsserted(() -> assertEquals(List.of("upper", "lower"), stopped()));
        assertEquals(State.FAILED, status("upper").orElseThrow().state());
    }

    private List<String> stopped() {
        return events.stream().filter(e -> e.kind() == Kind.STOPPED).map(PluginEvent::id).toList();
    }

    /** One was told its circle; the others were told that it is not there, though it lay there. */
    @Test
    void pluginsThatDependOnEachOtherInACircleAreAllToldSo() throws Exception {
        drop(Sources.namedProtocol("a").dependsOn("b"), "a.jar");
        drop(Sources.namedProtocol("b").dependsOn("c"), "b.jar");
        drop(Sources.namedProtocol("c").dependsOn("a"), "c.jar");
        String circle = "plugins depend on each other in a circle: a -> b -> c -> a";
        for (String id : List.of("a", "b", "c")) {
            await().until(
                            () ->
                                    status(id)
                                            .flatMap(PluginStatus::problem)
                                            .filter(circle::equals)
                                            .isPresent());
        }
        drop(Sources.namedProtocol("c"), "c.jar");
        awaitReady("a", "1.0.0");
    }

    @Test
    void whatWasUnloadedByNameStaysSoUntilItsFileChanges() throws Exception {
        drop(Sources.namedProtocol("chat"), "chat.jar");
        awaitReady("chat", "1.0.0");
        node.unloadPlugin("chat");
        // Another plugin that comes shows that the folder was looked at since.
        drop(Sources.namedProtocol("other"), "other.jar");
        awaitReady("other", "1.0.0");
        assertTrue(status("chat").isEmpty());
        drop(Sources.namedProtocol("chat").version("1.0.1"), "chat.jar");
        awaitReady("chat", "1.0.1");
    }

    @Test
    void aLengthThatDiffersIsTheNewOneAfterTheReload() throws Exception {
        drop(Sources.namedProtocol("chat"), "chat.jar");
        awaitReady("chat", "1.0.0");
        drop(
                PluginJar.plugin("chat")
                        .version("2.0.0")
                        .module("chat.main")
                        .source(
                                "chat.main.Main",
                                Sources.protocol("chat.main.Main", "chat")
                                        .replace("return 2;", "return 9;"))
                        .provides(Protocol.class, "chat.main.Main"),
                "chat.jar");
        awaitReady("chat", "2.0.0");
        assertEquals(Map.of(CHAT, 9), status("chat").orElseThrow().protocols());
    }

    @Test
    void whatIsNoPluginIsLeftAlone() throws Exception {
        Files.writeString(plugins.resolve("README.txt"), "not for the node");
        Files.writeString(plugins.resolve(".hidden.jar"), "nor this");
        Files.writeString(plugins.resolve("chat.jar.sig"), "nor this alone");
        drop(Sources.namedProtocol("chat"), "chat.jar");
        awaitReady("chat", "1.0.0");
        assertEquals(1, node.plugins().size());
    }

    @Test
    void aPeerThatWeDialledIsDialledAgainForANewProtocolAndOneThatDialledUsIsNot()
            throws Exception {
        drop(Sources.namedEcho("calm"), "calm.jar");
        awaitReady("calm", "1.0.0");
        Caller calm = new Caller("calm", 2);
        Caller chat = new Caller("chat", 2);
        Caller otherCalm = new Caller("calm", 2);
        try (Node dialled = Nodes.of(folder.resolve("dialled"), calm, chat);
                Node dialling =
                        Nodes.of(folder.resolve("dialling"), otherCalm, new Caller("chat", 2))) {
            node.connect(dialled.enode());
            calm.session().echo(0);
            dialling.connect(node.enode());
            Caller.Session untouched = otherCalm.session();
            untouched.echo(0);
            Peer link = dialling.peers().getFirst().peer();

            drop(Sources.namedEcho("chat"), "chat.jar");

            chat.session().echo(0);
            calm.session().echo(1);
            untouched.echo(1);
            assertSame(link, dialling.peers().getFirst().peer());
            assertTrue(
                    dialled.disconnects(10).stream()
                            .anyMatch(d -> d.reason() == DisconnectReason.REQUESTED));
            await().until(() -> kinds("chat").contains(Kind.REDIALLING));
        }
    }

    /** The next attempt at a static peer came up to five minutes after the plugin. */
    @Test
    void aPeerThatSharedNothingWhenWeDialledItIsDialledAgainForANewProtocol() throws Exception {
        Caller chat = new Caller("chat", 2);
        try (Node waiting = Nodes.of(folder.resolve("waiting"), chat)) {
            node.connect(waiting.enode()); // once: nothing but the plugin makes it dial again
            await().until(() -> !node.disconnects(1).isEmpty());
            drop(Sources.namedEcho("chat"), "chat.jar");
            chat.session().echo(0);
            await().until(() -> kinds("chat").contains(Kind.REDIALLING));
        }
    }

    @Test
    void aNodeThatDoesNotWatchLoadsOnlyWhatItIsTold() throws Exception {
        Path others = Files.createDirectory(folder.resolve("others"));
        NodeConfig config =
                NodeConfig.builder(NodeKey.generate())
                        .dataDirectory(folder.resolve("blind"))
                        .pluginsDirectory(others)
                        .watchPlugins(false)
                        .build();
        try (Node blind = Node.start(config)) {
            Path jar = Sources.namedProtocol("chat").writeTo(others.resolve("chat.jar"));
            Sources.namedProtocol("chat").writeTo(plugins.resolve("chat.jar"));
            awaitReady("chat", "1.0.0"); // the other node has seen its own meanwhile
            assertTrue(blind.plugins().isEmpty());
            assertEquals(State.READY, blind.loadPlugin(jar).state());
        }
    }

    /** A plugin whose services are of use to tell it from others. */
    @Test
    void aPluginsServiceIsStoppedBeforeItsSuccessorStarts() throws Exception {
        String key = "hot.drop.instances";
        System.setProperty(key, "0");
        try {
            String up =
                    "if (!System.setProperty(\"%s\", \"1\").equals(\"0\"))".formatted(key)
                            + " throw new IllegalStateException(\"two at once\");";
            String down = "System.setProperty(\"%s\", \"0\");".formatted(key);
            drop(Sources.namedService("one", up, down), "one.jar");
            awaitReady("one", "1.0.0");
            drop(Sources.namedService("one", up, down).version("2.0.0"), "one.jar");
            awaitReady("one", "2.0.0");
            assertEquals(List.of(), status("one").orElseThrow().faults());
        } finally {
            System.clearProperty(key);
        }
    }

    @Test
    void providersThatAreServicesArriveTheSameWay() throws Exception {
        drop(
                PluginJar.plugin("plain")
                        .source("plain.main.Main", Sources.service("plain.main.Main", "", ""))
                        .provides(NodeService.class, "plain.main.Main"),
                "plain.jar");
        awaitReady("plain", "1.0.0");
    }
}
