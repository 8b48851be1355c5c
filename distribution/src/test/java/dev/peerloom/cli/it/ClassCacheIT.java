package dev.peerloom.cli.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The cache of loaded classes, with a real JVM: made at the first start, used at the second. */
@Tag("thorough")
class ClassCacheIT {
    private static final String JAVA = System.getProperty("java.home");

    @TempDir Path folder;

    private Path home;

    @BeforeEach
    void ownDistribution() throws IOException {
        home = folder.resolve("peerloom");
        for (String part : List.of("bin", "lib", "conf")) {
            Path from = Launched.distribution().resolve(part);
            try (Stream<Path> below = Files.walk(from)) {
                for (Path file : below.toList()) {
                    Path to = home.resolve(part).resolve(from.relativize(file));
                    Files.createDirectories(to.getParent());
                    if (!Files.isDirectory(file)) {
                        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
        }
    }

    private Launched run(Map<String, String> environment) throws IOException {
        return Launched.start(
                home.resolve("bin/peerloom"),
                environment,
                List.of(
                        "run",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--data-dir",
                        folder.resolve("data").toString()));
    }

    private boolean made() throws IOException {
        Path cache = home.resolve("cache");
        if (!Files.isDirectory(cache)) {
            return false;
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.anyMatch(file -> file.toString().endsWith(".made-of"));
        }
    }

    @Test
    void theFirstStartMakesItAndTheSecondUsesIt() throws Exception {
        Map<String, String> on =
                Map.of("PEERLOOM_JAVA", JAVA, "PEERLOOM_JAVA_OPTS", "", "PEERLOOM_AOT", "");
        try (Launched node = run(on)) {
            node.awaitReady();
            await().atMost(Duration.ofMinutes(10)).until(this::made);
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
        // So told, a JVM that cannot use its cache does not start.
        Map<String, String> only =
                Map.of(
                        "PEERLOOM_JAVA",
                        JAVA,
                        "PEERLOOM_AOT",
                        "",
                        "PEERLOOM_JAVA_OPTS",
                        "-XX:AOTMode=on -Xlog:class+load:file=" + folder.resolve("classes.log"));
        try (Launched node = run(only)) {
            node.awaitReady();
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
        List<String> node =
                Files.readAllLines(folder.resolve("classes.log")).stream()
                        .filter(line -> line.contains(" dev.peerloom.core.NodeRuntime "))
                        .toList();
        assertEquals(1, node.size(), node::toString);
        assertTrue(node.getFirst().contains("shared objects file"), node::toString);
    }

    @Test
    void switchedOffItIsNotMade() throws Exception {
        try (Launched node = run(Map.of("PEERLOOM_JAVA", JAVA, "PEERLOOM_AOT", "off"))) {
            node.awaitReady();
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
        assertFalse(Files.exists(home.resolve("cache")));
    }
}
