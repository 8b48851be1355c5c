package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

class FakeNodeContextTest {
    private final FakeNodeContext node =
            FakeNodeContext.builder()
                    .setting("network", "7")
                    .setting("misspelt", "x")
                    .port(4000)
                    .dependency(CharSequence.class, "chain")
                    .build();

    @AfterEach
    void closeNode() {
        node.close();
    }

    @Test
    void handsOutSettingsAndTellsWhichWereNotAskedFor() {
        assertEquals(7, node.setting("network", 1, Integer::parseInt));
        assertEquals(30, node.setting("interval", 30, Integer::parseInt));
        assertEquals(Set.of("misspelt"), node.unusedSettings());
        assertThrows(
                NumberFormatException.class, () -> node.setting("misspelt", 1, Integer::parseInt));
        assertEquals(Set.of(), node.unusedSettings());
    }

    @Test
    void makesATemporaryDirectoryAndDeletesIt() throws IOException {
        Path directory = node.dataDirectory();
        assertEquals(directory, node.dataDirectory());
        Files.createDirectories(directory.resolve("a/b"));
        Files.writeString(directory.resolve("a/b/file"), "x");
        node.close();
        assertFalse(Files.exists(directory));
    }

    @Test
    void leavesADirectoryOfTheTestAlone(@TempDir Path folder) throws IOException {
        Path given = folder.resolve("data/eth");
        FakeNodeContext own = FakeNodeContext.builder().dataDirectory(given).build();
        assertFalse(Files.exists(given));
        Files.writeString(own.dataDirectory().resolve("file"), "x");
        own.close();
        assertEquals("x", Files.readString(given.resolve("file")));
    }

    @Test
    void hasAnIdentityThatSignsAndAgrees() {
        FakeNodeContext other = FakeNodeContext.builder().privateKey("01".repeat(32)).build();
        assertEquals(
                NodeId.parse(
                        "1b84c5567b126440995d3ed5aaba0565d71e1834604819ff9c17f5e9d5dd078f"
                                + "70beaf8f588b541507fed6a642c5ab42dfdf8120a7f639de5122d47a69a8e8d1"),
                other.enode().id());
        assertEquals(4000, node.enode().tcpPort());
        assertArrayEquals(node.agree(other.enode().id()), other.agree(node.enode().id()));
        byte[] hash = new byte[32];
        assertEquals(65, node.sign(hash).length);
        assertArrayEquals(node.sign(hash), node.sign(hash));
        assertThrows(IllegalArgumentException.class, () -> node.sign(new byte[33]));
        assertThrows(IllegalArgumentException.class, () -> node.agree(new NodeId(new byte[64])));
        other.close();
    }

    @Test
    void recordsWhatIsAskedOfTheNode() throws InterruptedException {
        Enode target = new Enode(TestPeer.create().id(), "127.0.0.1", 1, 1);
        node.connect(target);
        assertEquals(List.of(target), node.registered().connects());
        NodeSource source =
                () -> {
                    throw new InterruptedException();
                };
        node.addNodeSource(source);
        assertEquals(List.of(source), node.registered().nodeSources());
    }

    @Test
    void callsMethodsAndReadsMetrics() throws Exception {
        node.exposeMethod("sum", params -> (Integer) params.get(0) + (Integer) params.get(1));
        double[] value = {1};
        node.exposeMetric("peers", () -> value[0]);
        value[0] = 2;

        Registrations registered = node.registered();
        assertEquals(7, registered.call("sum", 3, 4));
        assertEquals(2.0, registered.metric("peers"));
        assertEquals(Set.of("sum"), registered.methods());
        assertEquals(Set.of("peers"), registered.metrics());
        assertThrows(NoSuchElementException.class, () -> registered.call("other"));
        assertThrows(NoSuchElementException.class, () -> registered.metric("other"));
    }

    @Test
    void refusesToRegisterANameTwiceOrAnEmptyOne() {
        node.exposeMethod("a", params -> "");
        node.exposeMetric("a", () -> 0);
        node.provide(String.class, "");
        assertThrows(IllegalStateException.class, () -> node.exposeMethod("a", params -> ""));
        assertThrows(IllegalStateException.class, () -> node.exposeMetric("a", () -> 0));
        assertThrows(IllegalStateException.class, () -> node.provide(String.class, ""));
        assertThrows(IllegalArgumentException.class, () -> node.exposeMethod("", params -> ""));
    }

    @Test
    void findsDependenciesAndKeepsWhatIsProvidedApart() {
        assertEquals(Optional.of("chain"), node.service(CharSequence.class));
        node.provide(String.class, "own");
        assertEquals(Optional.empty(), node.service(String.class));
        assertEquals(Optional.of("own"), node.registered().provided(String.class));
        assertEquals(Optional.empty(), node.registered().provided(CharSequence.class));
    }

    @Test
    void tellsListenersOfTheKindOfEventTheyAskedFor() {
        List<PeerEvent> all = new ArrayList<>();
        List<PeerEvent.Connected> connected = new ArrayList<>();
        node.onPeerEvent(PeerEvent.class, all::add);
        node.onPeerEvent(PeerEvent.Connected.class, connected::add);
        TestPeer peer = TestPeer.create();
        PeerEvent.Connected first = new PeerEvent.Connected(peer);
        PeerEvent.Disconnected second = new PeerEvent.Disconnected(peer, true, 4, "");

        node.registered().emit(first);
        node.registered().emit(second);

        assertEquals(List.of(first, second), all);
        assertEquals(List.of(first), connected);
    }

    @Test
    void startsAServiceAndStopsItOnce() throws Exception {
        Service service = new Service();
        List<Protocol> protocols = node.start(service);
        assertSame(service.protocol, protocols.getFirst());
        assertEquals(Set.of("m"), node.registered().methods());
        assertThrows(IllegalStateException.class, () -> node.start(new Service()));

        node.stop();
        node.stop();
        assertEquals(1, service.stops);
        assertEquals(Set.of(), node.registered().methods());
    }

    @Test
    void isGoneAfterTheServiceHasStopped() throws Exception {
        node.start(new Service());
        node.stop();
        NodeId id = TestPeer.create().id();
        List<Executable> calls =
                List.of(
                        node::enode,
                        node::dataDirectory,
                        () -> node.setting("network", "", text -> text),
                        () -> node.connect(new Enode(id, "127.0.0.1", 1, 1)),
                        () -> node.addNodeSource(() -> null),
                        () -> node.sign(new byte[32]),
                        () -> node.agree(id),
                        () -> node.provide(String.class, ""),
                        () -> node.service(String.class),
                        () -> node.exposeMethod("n", params -> ""),
                        () -> node.exposeMetric("n", () -> 0),
                        () -> node.onPeerEvent(PeerEvent.class, event -> {}));
        for (Executable call : calls) {
            assertThrows(IllegalStateException.class, call);
        }
    }

    @Test
    void serviceMayStillUseTheNodeWhileItStops() throws Exception {
        Service service = new Service();
        node.start(service);
        node.stop();
        assertEquals(4000, service.portWhileStopping);
    }

    @Test
    void withdrawsWhatAFailedStartRegistered() throws Exception {
        Service failing = new Service();
        failing.problem = new IOException("no disk");
        assertSame(failing.problem, assertThrows(IOException.class, () -> node.start(failing)));
        assertEquals(Set.of(), node.registered().methods());
        assertEquals(0, failing.stops);

        node.start(new Service());
        assertEquals(Set.of("m"), node.registered().methods());
    }

    @Test
    void failsTheTestWhenStoppingFails() throws Exception {
        FakeNodeContext own = FakeNodeContext.create();
        Path directory = own.dataDirectory();
        own.start(
                new NodeService() {
                    @Override
                    public Collection<Protocol> start(NodeContext context) {
                        return List.of();
                    }

                    @Override
                    public void stop() throws IOException {
                        throw new IOException("still open");
                    }
                });
        AssertionError error = assertThrows(AssertionError.class, own::close);
        assertTrue(error.getMessage().contains("still open"), error.getMessage());
        assertFalse(Files.exists(directory));
    }

    private static final class Service implements NodeService {
        private final Protocol protocol = new SilentProtocol();
        private Exception problem;
        private NodeContext context;
        private int stops;
        private int portWhileStopping;

        @Override
        public Collection<? extends Protocol> start(NodeContext node) throws Exception {
            context = node;
            node.exposeMethod("m", params -> "");
            if (problem != null) {
                throw problem;
            }
            return List.of(protocol);
        }

        @Override
        public void stop() {
            stops++;
            portWhileStopping = context.enode().tcpPort();
        }
    }

    private static final class SilentProtocol implements Protocol {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public int length() {
            return 1;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) {
            throw new UnsupportedOperationException("it is not run here");
        }
    }
}
