package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.Node;
import dev.peerloom.core.PluginFault;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bad plugin in a real node, beside a good one that echoes: whatever the bad one does, the good
 * one goes on, with other peers on the same link, and with the bad one's peer unless the bad one
 * ended that link; and the node says what is wrong with the bad one.
 */
@Tag("one-form")
class ContainmentTest {
    @TempDir Path folder;
    private Path plugins;
    private final Caller badCaller = new Caller("bad", 4);
    private final Caller echoOfBoth = new Caller("calm", 2);
    private final Caller echoOfOther = new Caller("calm", 2);
    private final BlockingQueue<PeerEvent.Disconnected> ends = new LinkedBlockingQueue<>();
    private Node node;
    private Node both;
    private Node other;

    @BeforeEach
    void dropTheGoodOne() throws Exception {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        calm().writeTo(plugins.resolve("calm.jar"));
    }

    @AfterEach
    void close() {
        for (Node each : new Node[] {both, other, node}) {
            if (each != null) {
                each.close();
            }
        }
    }

    /** Answers code 0 with code 1. */
    static PluginJar calm() {
        return Sources.namedEcho("calm");
    }

    /** A protocol with 4 codes that does this with each message, and these things beside. */
    static String badProtocol(String onMessage, String members) {
        return """
        package bad.main;
        import dev.peerloom.api.*;
        import java.util.*;
        import java.util.concurrent.*;
        public final class Main implements Protocol {
            public String name() { return "bad"; }
            public int version() { return 1; }
            public int length() { return 4; }
            public void run(Peer peer, MessageChannel channel) throws Exception {
                while (true) {
                    Message message = channel.read();
                    %s
                }
            }
            static int deeper(int depth) { return deeper(depth + 1) + 1; }
            %s
        }
        """
                .formatted(onMessage, members);
    }

    private void dropBad(String onMessage, String members) throws Exception {
        PluginJar.plugin("bad")
                .module("bad.main")
                .source("bad.main.Main", badProtocol(onMessage, members))
                .provides(Protocol.class, "bad.main.Main")
                .writeTo(plugins.resolve("bad.jar"));
    }

    private void dropBadService(String start) throws Exception {
        PluginJar.plugin("bad")
                .module("bad.main")
                .source("bad.main.Main", badProtocol("", ""))
                .source(
                        "bad.main.Service",
                        """
                        package bad.main;
                        import dev.peerloom.api.*;
                        import java.util.*;
                        public final class Service implements NodeService {
                            public Collection<? extends Protocol> start(NodeContext node)
                                    throws Exception {
                                %s
                                return List.of(new Main());
                            }
                        }
                        """
                                .formatted(start))
                .provides(NodeService.class, "bad.main.Service")
                .writeTo(plugins.resolve("bad.jar"));
    }

    /** Starts the node, a peer that speaks both protocols, and one that only echoes. */
    private void start() throws Exception {
        node = Nodes.hasty(Nodes.config(folder.resolve("node"), plugins));
        both = Nodes.of(folder.resolve("both"), badCaller, echoOfBoth);
        other = Nodes.of(folder.resolve("other"), echoOfOther);
        both.onPeerEvent(PeerEvent.Disconnected.class, ends::add);
        both.connect(node.enode());
        other.connect(node.enode());
    }

    private PluginStatus status(String id) {
        return node.plugins().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
    }

    private void awaitFault(String pattern) {
        await().untilAsserted(
                        () -> {
                            List<PluginFault> faults = status("bad").faults();
                            assertTrue(
                                    faults.stream().anyMatch(f -> f.what().matches(pattern)),
                                    () -> faults + " does not have " + pattern);
                        });
        assertEquals(List.of(), status("calm").faults());
        assertEquals(PluginStatus.State.READY, status("calm").state());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new IllegalStateException(\"boom\");"
                        + "| bad/1: run\\(\\) threw java.lang.IllegalStateException: boom, at bad.main.*",
                "deeper(0);| bad/1: run\\(\\) threw java.lang.StackOverflowError, at bad.main.*",
                "throw new AssertionError();| bad/1: run\\(\\) threw java.lang.AssertionError.*",
                "peer = null; peer.id();"
                        + "| bad/1: run\\(\\) threw java.lang.NullPointerException: Cannot invoke.*",
                "channel.write(9, new byte[0]);"
                        + "| bad/1: run\\(\\) threw java.lang.IllegalArgumentException: bad/1 has"
                        + " message codes 0 to 3, not 9.*",
                "new CountDownLatch(1).await();"
                        + "| bad/1 has not read for 3 s while [0-9]+ messages wait",
            })
    void whatEndsItsLinkHurtsThatLinkAlone(String onMessage, String fault) throws Exception {
        dropBad(onMessage, "");
        start();
        Caller.Session elsewhere = echoOfOther.session();
        elsewhere.echo(1);
        echoOfBoth.session().echo(2);
        Caller.Session bad = badCaller.session();

        bad.send(0);
        bad.channel().tryWrite(0, new byte[0]);

        PeerEvent.Disconnected end = ends.poll(30, TimeUnit.SECONDS);
        assertTrue(end.byRemote());
        assertEquals(0x10, end.code());
        awaitFault(fault);
        elsewhere.echo(3);
        assertFalse(elsewhere.ended().isDone());
        // Its peer comes back and finds both as they were.
        await().until(() -> node.peers().size() == 1);
        both.connect(node.enode());
        echoOfBoth.session().echo(4);
        assertEquals(PluginStatus.State.READY, status("bad").state());
    }

    @Test
    void aRunThatIgnoresItsEndIsReportedWithItsStackAndThePeerMayComeBack() throws Exception {
        dropBad(
                """
                for (CountDownLatch never = new CountDownLatch(1); ; ) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        continue;
                    }
                }
                """,
                "");
        start();
        Caller.Session elsewhere = echoOfOther.session();
        echoOfBoth.session().echo(1);
        Caller.Session bad = badCaller.session();
        bad.send(0);
        await().until(() -> bad.channel().tryWrite(3, new byte[0]));

        bad.peer().disconnect(dev.peerloom.api.DisconnectReason.REQUESTED, "the test");

        awaitFault(
                "bad/1: run\\(\\) goes on 300 ms after its link closed and it was interrupted, at"
                        + " .* < bad.main/bad.main.Main.run.*");
        elsewhere.echo(2);
        await().until(() -> node.peers().size() == 1);
        both.connect(node.enode());
        echoOfBoth.session().echo(3);
    }

    @Test
    void whatThePeerDidWrongIsNoFaultOfThePlugin() throws Exception {
        dropBad(
                """
                if (message.code() == 0) {
                    throw new DisconnectException(DisconnectReason.USELESS_PEER, "useless");
                }
                new dev.peerloom.api.rlp.RlpReader(message.payload()).readLong();
                """,
                "");
        start();
        echoOfOther.session();
        for (int code : new int[] {0, 1}) {
            badCaller.session().send(code, (byte) 0xff);
            assertEquals(code == 0 ? 3 : 2, ends.poll(30, TimeUnit.SECONDS).code());
            await().until(() -> node.peers().size() == 1);
            both.connect(node.enode());
        }
        badCaller.session();

        assertEquals(List.of(), status("bad").faults());
    }

    @Test
    void aPluginBuiltAgainstANewerApiIsToldSo() throws Exception {
        Path newer =
                PluginJar.library()
                        .source(
                                "dev.peerloom.api.Later",
                                "package dev.peerloom.api; public class Later {"
                                        + " public static void now() {} }")
                        .writeTo(folder.resolve("newer-api.jar"));
        PluginJar.plugin("bad")
                .compileAgainst(newer)
                .source("bad.main.Main", badProtocol("Later.now();", ""))
                .provides(Protocol.class, "bad.main.Main")
                .writeTo(plugins.resolve("bad.jar"));
        start();
        Caller.Session elsewhere = echoOfOther.session();

        badCaller.session().send(0);

        awaitFault(
                "bad/1: run\\(\\) threw java.lang.NoClassDefFoundError: dev/peerloom/api/Later \\(it"
                        + " was built against another version of the API\\).*");
        elsewhere.echo(1);
    }

    @Test
    void peerInfoThatThrowsIsToldInsteadOfTheInformation() throws Exception {
        dropBad(
                "",
                """
                public Map<String, ?> peerInfo(Peer peer) { throw new IllegalStateException("none"); }
                """);
        start();
        Caller.Session link = echoOfBoth.session();
        link.echo(0);

        for (int times = 1; times <= 3; times++) {
            Map<String, ?> info =
                    node.peers().stream()
                            .filter(peer -> peer.peer().id().equals(both.enode().id()))
                            .flatMap(peer -> peer.protocols().stream())
                            .filter(running -> running.capability().name().equals("bad"))
                            .findFirst()
                            .orElseThrow()
                            .info();
            assertEquals(Map.of("error", "java.lang.IllegalStateException: none"), info);
        }

        awaitFault("bad/1: peerInfo\\(\\) threw java.lang.IllegalStateException: none, at bad.*");
        assertEquals(3, status("bad").faults().getFirst().count());
        link.echo(1);
        echoOfOther.session().echo(2);
    }

    @Test
    void methodsMetricsListenersAndSourcesThatThrowEndNothing() throws Exception {
        dropBadService(
                """
                node.exposeMethod("fail", params -> { throw new StackOverflowError("deep"); });
                node.exposeMetric("value", () -> { throw new IllegalStateException("no value"); });
                node.onPeerEvent(PeerEvent.Connected.class, event -> { throw new AssertionError(event); });
                node.addNodeSource(() -> { throw new IllegalStateException("no node"); });
                """);
        start();
        Caller.Session link = echoOfBoth.session();

        assertTrue(Double.isNaN(node.metrics().get("peerloom_bad_value").getAsDouble()));
        IllegalStateException failed =
                assertThrows(IllegalStateException.class, () -> node.call("bad_fail", List.of()));

        assertEquals("java.lang.StackOverflowError: deep", failed.getMessage());
        awaitFault("its metric value threw java.lang.IllegalStateException: no value, at .*");
        awaitFault("its method fail threw java.lang.StackOverflowError: deep, at .*");
        awaitFault("its listener to events threw java.lang.AssertionError: Connected.*");
        awaitFault("its node source threw java.lang.IllegalStateException: no node, at .*");
        link.echo(1);
        echoOfOther.session().echo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new IllegalStateException(\"no\");"
                        + "| java.lang.IllegalStateException: no",
                "return null;| java.lang.NullPointerException: start() of class bad.main.Service"
                        + " returned null",
                "dev.peerloom.api.rlp.RlpReader.class.getMethod(\"later\");"
                        + "| java.lang.NoSuchMethodException:"
                        + " dev.peerloom.api.rlp.RlpReader.later()",
                "new java.util.concurrent.CountDownLatch(1).await();"
                        + "| start() of the plugin bad did not return within 2.0 s",
            })
    void aStartThatFailsFailsItsPluginAlone(String start, String problem) throws Exception {
        dropBadService("if (node != null) " + start);
        start();

        assertEquals(PluginStatus.State.FAILED, status("bad").state());
        assertEquals(Optional.of(problem), status("bad").problem());
        echoOfBoth.session().echo(1);
        echoOfOther.session().echo(2);
        assertEquals(1, both.peers().getFirst().protocols().size());
    }

    @Test
    void aStartThatGoesOnAfterItsInterruptIsReportedWithItsStack() throws Exception {
        dropBadService(
                """
                while (node != null) {
                    try {
                        new java.util.concurrent.CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        continue;
                    }
                }
                """);
        start();

        assertEquals(PluginStatus.State.FAILED, status("bad").state());
        awaitFault(
                "start\\(\\) did not return within 2.0 s and goes on 0.2 s after its interrupt, at"
                        + " .* < bad.main/bad.main.Service.start.*");
        echoOfBoth.session().echo(1);
    }

    @Test
    void aConstructorThatThrowsFailsItsPluginAlone() throws Exception {
        dropBad("", "public Main() { throw new IllegalStateException(\"not made\"); }");
        start();

        assertEquals(PluginStatus.State.FAILED, status("bad").state());
        String problem = status("bad").problem().orElseThrow();
        assertTrue(problem.contains("java.lang.IllegalStateException: not made"), problem);
        echoOfBoth.session().echo(1);
        echoOfOther.session().echo(2);
    }
}
