package dev.peerloom.cli.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A good plugin passes, and for each check there is a bad one that does not. Each is tried in a JVM
 * of its own, so several at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class VerifierTest {
    private static final String ECHO =
            "while (true) { channel.write(1, channel.read().payload()); }";

    @TempDir Path folder;

    private static String source(String fields, String name, String length, String run) {
        return """
        package shop.main;
        import dev.peerloom.api.*;
        public class Main implements Protocol {
            %s
            public String name() { %s }
            public int version() { return 1; }
            public int length() { %s }
            public void run(Peer peer, MessageChannel channel) throws Exception { %s }
        }
        """
                .formatted(fields, name, length, run);
    }

    private static String running(String run) {
        return source("", "return \"shop\";", "return 2;", run);
    }

    private static PluginJar jar(String source) {
        return PluginJar.plugin("shop")
                .module("shop.main")
                .source("shop.main.Main", source)
                .provides(Protocol.class, "shop.main.Main");
    }

    private VerifyReport verify(PluginJar jar) throws Exception {
        VerifyOptions options =
                new VerifyOptions(List.of(), Map.of(), 1, 20, Duration.ofSeconds(10));
        // What a shared machine may need at its worst; no test waits for it.
        return new Verifier(line -> {}, Duration.ofMinutes(5))
                .verify(jar.writeTo(folder.resolve("shop.jar")), options);
    }

    private static void assertFault(String check, String said, VerifyReport report) {
        CheckResult fault =
                report.results().stream()
                        .filter(r -> r.outcome() == Outcome.FAULT)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no fault: " + report));
        assertEquals(check, fault.check(), report::toString);
        assertTrue(fault.said().contains(said), fault::toString);
        assertFalse(fault.advice().isEmpty(), fault::toString);
        assertFalse(report.passed());
    }

    /** One that threw whenever someone asked for the peers passed as faultless. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    peerInfo(Peer peer) | throw new IllegalStateException("none");  | peerInfo() threw
                    nodeInfo()          | return Map.of("a", new Object());         | contains a java.lang.Object
                    nodeInfo()          | while (true) Thread.onSpinWait();         | goes on after 5 s
                    """)
    void informationThatCannotBeShownIsAFault(String method, String does, String said)
            throws Exception {
        String info = "public java.util.Map<String, ?> " + method + " { " + does + " }";
        info = info.replace("Map.of", "java.util.Map.of");
        VerifyReport report = verify(jar(source(info, "return \"shop\";", "return 2;", ECHO)));
        assertFault("information", said, report);
    }

    @Test
    void aGoodPluginPassesEveryCheck() throws Exception {
        VerifyReport report = verify(jar(running(ECHO)));
        assertTrue(report.passed(), report::toString);
        assertEquals(report.results().size(), report.count(Outcome.PASSED), report::toString);
        assertEquals("shop", report.id());
        for (TrialStep step : TrialStep.values()) {
            assertTrue(
                    report.results().stream().anyMatch(r -> r.check().equals(step.title())),
                    step::title);
        }
    }

    @Test
    void theApiMustNotBePacked() throws Exception {
        byte[] copy;
        try (var in = Protocol.class.getResourceAsStream("Protocol.class")) {
            copy = in.readAllBytes();
        }
        assertFault(
                "api",
                "dev.peerloom.api",
                verify(jar(running(ECHO)).entry("dev/peerloom/api/Protocol.class", copy)));
    }

    @Test
    void whatHasNoIdIsNoPlugin() throws Exception {
        assertFault("manifest", "Plugin-Id", verify(jar(running(ECHO)).without("Plugin-Id")));
    }

    @Test
    void whatNeedsAnotherNodeIsSaidSo() throws Exception {
        assertFault("resolution", "99", verify(jar(running(ECHO)).requires(">=99.0.0")));
    }

    @Test
    void theLibrariesOfTheNodeAreNotForPlugins() throws Exception {
        Path netty =
                Stream.of("jdk.module.path", "java.class.path")
                        .flatMap(
                                path ->
                                        Stream.of(
                                                System.getProperty(path, "")
                                                        .split(File.pathSeparator, -1)))
                        .map(Path::of)
                        .filter(path -> path.toString().contains("netty-buffer"))
                        .findFirst()
                        .orElseThrow();
        VerifyReport report =
                verify(
                        PluginJar.plugin("shop")
                                .source(
                                        "shop.main.Main",
                                        running("io.netty.buffer.Unpooled.buffer(); " + ECHO))
                                .provides(Protocol.class, "shop.main.Main")
                                .compileAgainst(netty));
        assertFault("internals", "io.netty.buffer.Unpooled", report);
    }

    @Test
    void aCallThatEndsTheProcessIsAWarning() throws Exception {
        VerifyReport report =
                verify(
                        jar(
                                source(
                                        "static void never() { System.exit(3); }",
                                        "return \"shop\";",
                                        "return 2;",
                                        ECHO)));
        assertTrue(report.passed(), report::toString);
        CheckResult warning =
                report.results().stream()
                        .filter(r -> r.outcome() == Outcome.WARNING)
                        .findFirst()
                        .orElseThrow();
        assertEquals("calls", warning.check());
        assertTrue(warning.said().contains("System.exit"), warning::toString);
    }

    @ParameterizedTest
    @CsvSource({
        // an illegal name, an illegal length, a process that ends
        "start, return \"a name that is too long\";, return 2;, 1 to 8",
        "start, return \"shop\";, return 0;, length",
        "start, System.exit(4); return \"\";, return 2;, ended with code 4",
    })
    void whatItSaysOfItselfMustBeLegal(String check, String name, String length, String said)
            throws Exception {
        assertFault(check, said, verify(jar(source("", name, length, ECHO))));
    }

    @Test
    void whatItSaysOfItselfMustStayTheSame() throws Exception {
        String counter =
                "private static final java.nio.file.Path MARK ="
                        + " java.nio.file.Path.of(\""
                        + folder.resolve("mark")
                        + "\");";
        String name =
                "try { if (java.nio.file.Files.exists(MARK)) return \"other\";"
                        + " java.nio.file.Files.createFile(MARK); return \"shop\"; }"
                        + " catch (java.io.IOException e) { throw new RuntimeException(e); }";
        assertFault("restart", "other", verify(jar(source(counter, name, "return 2;", ECHO))));
        assertTrue(Files.exists(folder.resolve("mark")));
    }

    @Test
    void aProtocolThatHangsIsAFault() throws Exception {
        assertFault(
                "messages",
                "",
                verify(
                        jar(
                                running(
                                        "channel.read(); while (true) { try { Thread.sleep(1000); }"
                                                + " catch (InterruptedException e) { } }"))));
    }

    @Test
    void aLoaderThatIsHeldIsAFault() throws Exception {
        String hold =
                "static { System.getProperties().put(\"shop.held.\" + System.nanoTime(), Main.class); }";
        assertFault("unload", "", verify(jar(source(hold, "return \"shop\";", "return 2;", ECHO))));
    }
}
