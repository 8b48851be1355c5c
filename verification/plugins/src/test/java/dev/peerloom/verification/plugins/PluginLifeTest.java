package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus.State;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;

/** From start to stop: order, failures, whose fault they are. */
class PluginLifeTest extends HostTest {
    private static final String EXPOSE_CONTEXT = "node.exposeMethod(\"context\", x -> node);";

    private void service(String id, String start, String stop, String... dependencies)
            throws Exception {
        PluginJar jar = Sources.namedService(id, start, stop);
        if (dependencies.length > 0) {
            jar.dependsOn(dependencies);
        }
        jar.writeTo(plugins.resolve(id + ".jar"));
    }

    @Test
    void pluginsStartDependenciesFirstAndStopInReverse() throws Exception {
        service("a", Sources.say("start a"), Sources.say("stop a"), "c");
        service("b", Sources.say("start b"), Sources.say("stop b"), "a");
        service("c", Sources.say("start c"), Sources.say("stop c"), "d");
        service("d", Sources.say("start d"), Sources.say("stop d"));

        start();

        assertEquals(List.of("d", "c", "a", "b"), ids());
        assertEquals(
                List.of(
                        "start d", "offer d", "start c", "offer c", "start a", "offer a", "start b",
                        "offer b"),
                node.log);
        node.log.clear();
        host.close();
        assertEquals(
                List.of(
                        "close links of b",
                        "stop b",
                        "close links of a",
                        "stop a",
                        "close links of c",
                        "stop c",
                        "close links of d",
                        "stop d"),
                node.log);
    }

    /** Each waits for the other; they are told of in their order all the same. */
    @Test
    void pluginsThatDoNotNeedEachOtherStartSideBySide() throws Exception {
        String meet =
                """
                ((java.util.concurrent.CyclicBarrier) System.getProperties().get("meeting"))
                        .await(20, java.util.concurrent.TimeUnit.SECONDS);
                """;
        service("a", meet + Sources.say("start a"), "");
        service("b", Sources.say("start b") + meet, "");
        System.getProperties().put("meeting", new CyclicBarrier(2));
        try {
            start();
        } finally {
            System.getProperties().remove("meeting");
        }

        assertEquals(State.READY, status("a").state());
        assertEquals(State.READY, status("b").state());
        assertEquals(List.of("start b", "start a", "offer a", "offer b"), node.log);
    }

    @Test
    void methodsAreWithdrawnBeforeLinksAreClosedAndTheServiceStops() throws Exception {
        service("a", "node.exposeMethod(\"x\", p -> p);", Sources.say("stop a"));
        start();
        node.log.clear();

        host.close();

        assertEquals(List.of("withdraw a_x", "close links of a", "stop a"), node.log);
    }

    @Test
    void severalServicesOfAPluginStopInReverse() throws Exception {
        PluginJar.plugin("a")
                .source(
                        "a.One",
                        Sources.service("a.One", Sources.say("start one"), Sources.say("stop one")))
                .source(
                        "a.Two",
                        Sources.service("a.Two", Sources.say("start two"), Sources.say("stop two")))
                .provides(dev.peerloom.api.NodeService.class, "a.One", "a.Two")
                .writeTo(plugins.resolve("a.jar"));
        start();
        host.close();

        assertEquals(
                List.of(
                        "start one",
                        "start two",
                        "offer a",
                        "close links of a",
                        "stop two",
                        "stop one"),
                node.log);
    }

    @Test
    void aPluginThatThrowsFailsAloneWithItsDependents() throws Exception {
        service(
                "a",
                """
                node.exposeMethod("x", p -> p);
                node.exposeMetric("m", () -> 1);
                node.addNodeSource(() -> null);
                node.onPeerEvent(PeerEvent.Connected.class, e -> {});
                if (true) throw new IllegalStateException("no\\nluck");
                """,
                Sources.say("stop a"));
        service("b", "", "", "a");
        service("c", "", "");

        start();

        assertEquals(List.of("c", "a", "b"), ids());
        assertEquals(State.READY, status("c").state());
        assertEquals(State.FAILED, status("a").state());
        assertEquals("java.lang.IllegalStateException: no luck", failure("a"));
        assertEquals("it depends on the plugin a, which failed", failure("b"));
        assertEquals(List.of("withdraw a_x", "offer c"), node.log);
        assertTrue(node.methods.isEmpty() && node.metrics.isEmpty());
        assertTrue(node.sources.isEmpty() && node.listeners.isEmpty());
    }

    @Test
    void aPluginThatFailsStopsTheServicesThatHadStarted() throws Exception {
        PluginJar.plugin("a")
                .source(
                        "a.One",
                        Sources.service("a.One", Sources.say("start one"), Sources.say("stop one")))
                .source(
                        "a.Two",
                        Sources.service(
                                "a.Two",
                                "if (true) throw new java.io.IOException(\"disk\");",
                                Sources.say("stop two")))
                .provides(dev.peerloom.api.NodeService.class, "a.One", "a.Two")
                .writeTo(plugins.resolve("a.jar"));

        start();

        assertEquals("java.io.IOException: disk", failure("a"));
        assertEquals(List.of("start one", "stop one"), node.log);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new StackOverflowError(); | java.lang.StackOverflowError",
                "throw new NoClassDefFoundError(\"x\"); | java.lang.NoClassDefFoundError: x \\(a class that it was"
                        + " compiled with is not in the plugin, or in another version\\)",
                "Object o = null; o.hashCode(); | java.lang.NullPointerException: .*",
                "node.sign(new byte[31]); | .*MisuseException: sign\\(\\) takes 32 bytes",
            })
    void whatIsNotTheOperatorsMistakeIsThePlugins(String statement, String problem)
            throws Exception {
        service("a", statement.startsWith("throw") ? "if (true) " + statement : statement, "");

        start();

        assertTrue(failure("a").matches(problem), failure("a"));
    }

    @Test
    void anArgumentThatStartRefusesIsTheOperatorsMistake() throws Exception {
        service("a", Sources.say("start a"), Sources.say("stop a"));
        service("b", "if (true) throw new IllegalArgumentException(\"no such chain: x\");", "");

        assertEquals("the plugin b: no such chain: x", startProblem());
        assertEquals(List.of("start a", "offer a", "close links of a", "stop a"), node.log);
        assertTrue(host.status().isEmpty());
    }

    @Test
    void theOperatorsMistakeEndsThePluginsThatStartBesideIt() throws Exception {
        service("a", "if (true) throw new IllegalArgumentException(\"no such chain: x\");", "");
        service("b", Sources.say("start b"), Sources.say("stop b"));
        service("c", "if (true) throw new IllegalArgumentException(\"no such port: x\");", "");
        service("d", Sources.say("start d"), Sources.say("stop d"), "a");

        assertEquals("the plugin a: no such chain: x", startProblem());
        assertEquals(List.of("start b", "offer b", "close links of b", "stop b"), node.log);
        assertTrue(host.status().isEmpty());
    }

    @Test
    void aConstructorThatThrowsIsThePluginsFault() throws Exception {
        PluginJar.plugin("a")
                .source(
                        "a.One",
                        Sources.service("a.One", "", "")
                                .replace(
                                        "private NodeContext node;",
                                        "private NodeContext node; public One() {"
                                                + " throw new IllegalArgumentException(\"no\"); }"))
                .provides(dev.peerloom.api.NodeService.class, "a.One")
                .writeTo(plugins.resolve("a.jar"));

        start();

        assertTrue(failure("a").endsWith("java.lang.IllegalArgumentException: no"), failure("a"));
    }

    @Test
    void aStaticInitializerThatThrowsIsNamed() throws Exception {
        PluginJar.plugin("a")
                .source(
                        "a.P",
                        Sources.protocol("a.P", "a")
                                .replace(
                                        "implements Protocol {",
                                        "implements Protocol { static final int N ="
                                                + " Integer.parseInt(\"x\");"))
                .extensionIndex("a.P")
                .writeTo(plugins.resolve("a.jar"));

        start();

        assertEquals("java.lang.NumberFormatException: For input string: \"x\"", failure("a"));
    }

    @Test
    void aProtocolThatTheNodeRefusesFailsThePluginAfterItsServicesStopped() throws Exception {
        PluginJar.plugin("a")
                .source("a.P", Sources.protocol("a.P", "a").replace("return 2", "return 0"))
                .source("a.One", Sources.service("a.One", "", Sources.say("stop a")))
                .provides(Protocol.class, "a.P")
                .provides(dev.peerloom.api.NodeService.class, "a.One")
                .writeTo(plugins.resolve("a.jar"));

        start();

        assertEquals("a of the plugin a has no message codes", failure("a"));
        assertEquals(List.of("stop a"), node.log);
    }

    @Test
    void aStopThatThrowsDisturbsNobody() throws Exception {
        service("a", "", Sources.say("stop a"));
        service("b", "", "if (true) throw new IllegalStateException(\"no\");");
        start();

        host.close();

        assertEquals("stop a", node.log.getLast());
    }

    @Test
    void aStartWithoutEndIsInterruptedAndFails() throws Exception {
        host = host(short_(1_000, 1_000));
        service(
                "a",
                "try { new java.util.concurrent.Semaphore(0).acquire(); }"
                        + " catch (InterruptedException e) { "
                        + Sources.say("interrupted")
                        + " throw e; }",
                Sources.say("stop a"));
        service("b", "", "");

        start();

        assertEquals("start() of the plugin a did not return within 1.0 s", failure("a"));
        assertEquals(State.READY, status("b").state());
        assertTrue(node.log.contains("interrupted") && !node.log.contains("stop a"));
    }

    @Test
    void aStopWithoutEndIsGivenUp() throws Exception {
        host = host(short_(20_000, 1_000));
        service("a", "", Sources.say("stop a"));
        service(
                "b",
                "",
                "while (true) { try { new java.util.concurrent.Semaphore(0).acquire(); }"
                        + " catch (InterruptedException e) { "
                        + Sources.say("goes on")
                        + " } }");
        start();

        host.close();

        assertTrue(node.log.indexOf("goes on") < node.log.indexOf("stop a"), node.log.toString());
    }

    @Test
    void theContextEndsWithThePlugin() throws Exception {
        service("a", EXPOSE_CONTEXT, "node.enode();" + Sources.say("stop a"));
        start();
        NodeContext context = (NodeContext) node.call("a_context");
        assertEquals(FakeNode.ENODE, context.enode());

        host.close();

        assertEquals("stop a", node.log.getLast());
        assertEquals(
                "the plugin a was stopped",
                assertThrows(IllegalStateException.class, context::enode).getMessage());
        assertThrows(IllegalStateException.class, context::dataDirectory);
        assertThrows(IllegalStateException.class, () -> context.connect(FakeNode.ENODE));
        assertThrows(IllegalStateException.class, () -> context.sign(new byte[32]));
        assertThrows(IllegalStateException.class, () -> context.agree(FakeNode.ENODE.id()));
        assertThrows(IllegalStateException.class, () -> context.addNodeSource(() -> null));
        assertThrows(IllegalStateException.class, () -> context.exposeMethod("y", p -> p));
        assertThrows(IllegalStateException.class, () -> context.exposeMetric("y", () -> 1));
        assertThrows(IllegalStateException.class, () -> context.service(String.class));
        assertThrows(IllegalStateException.class, () -> context.provide(String.class, "x"));
        assertThrows(IllegalStateException.class, () -> context.setting("k", "f", s -> s));
        assertThrows(
                IllegalStateException.class,
                () -> context.onPeerEvent(dev.peerloom.api.PeerEvent.Connected.class, event -> {}));
    }

    @Test
    void closingTwiceOrWithoutStartingIsFine() throws Exception {
        service("a", Sources.say("start a"), Sources.say("stop a"));
        host.load();

        host.close();
        host.close();

        assertEquals(List.of(), node.log);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n | abc | a.n: not a number: abc",
                "n | -1 | a.n: a count is 1 or more, not -1",
                "t | abc | a.t: Text cannot be parsed to a Duration",
                "nn | 1 | a.nn: the plugin a has no such setting; did you mean n?"
                        + " known settings: late, n, t",
                "wholly-else | 1 | a.wholly-else: the plugin a has no such setting;"
                        + " known settings: late, n, t",
            })
    void aWrongSettingIsTheOperatorsMistake(String key, String value, String problem)
            throws Exception {
        node.settings.put("a", Map.of(key, value));
        service(
                "a",
                """
                int n = node.setting("n", 7, text -> {
                    int parsed = Integer.parseInt(text);
                    if (parsed < 1) {
                        throw new IllegalArgumentException("a count is 1 or more, not " + text);
                    }
                    return parsed;
                });
                node.setting("t", java.time.Duration.ZERO, java.time.Duration::parse);
                node.setting("late", "", String::strip);
                """,
                "");

        assertEquals(problem, startProblem());
    }

    @Test
    void aSettingWrappedInAnotherExceptionIsStillTheOperatorsMistake() throws Exception {
        node.settings.put("a", Map.of("n", "x"));
        service(
                "a",
                "try { node.setting(\"n\", 1, Integer::parseInt); }"
                        + " catch (RuntimeException e) { throw new java.io.IOException(e); }",
                "");

        assertEquals("a.n: not a number: x", startProblem());
    }

    @Test
    void aParserThatFailsOtherwiseIsThePluginsFault() throws Exception {
        node.settings.put("a", Map.of("n", "x"));
        service("a", "node.setting(\"n\", 1, t -> ((Integer) (Object) t));", "");

        start();

        assertTrue(failure("a").startsWith("java.lang.ClassCastException"), failure("a"));
    }

    @Test
    void aSettingOfAPluginThatAsksForNone() throws Exception {
        node.settings.put("a", Map.of("n", "x"));
        Sources.namedProtocol("a").writeTo(plugins.resolve("a.jar"));

        host.load();
        ConfigurationException thrown = assertThrows(ConfigurationException.class, host::start);

        assertEquals(
                "a.n: the plugin a has no such setting; there are no settings",
                thrown.getMessage());
    }
}
