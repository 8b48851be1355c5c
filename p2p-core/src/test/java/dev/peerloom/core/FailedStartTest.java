package dev.peerloom.core;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node that could not start leaves behind: nothing. */
@Isolated // It counts the threads of the process.
class FailedStartTest {
    @TempDir Path folder;

    private NodeConfig config(String name, int port, Path plugins) {
        return NodeConfig.builder(NodeKey.generate())
                .host("127.0.0.1")
                .port(port)
                .dataDirectory(folder.resolve(name))
                .pluginsDirectory(plugins)
                .build();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(
                        name ->
                                name.matches(
                                        "peerloom-.*|plugin host|node-database|exit watch|carrier watch"))
                .collect(Collectors.toSet());
    }

    @Test
    void aTakenPortEndsWhatWasBegunBefore() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (Node first = Node.start(config("first", 0, plugins))) {
            int port = first.enode().tcpPort();
            ConfigurationException e =
                    assertThrows(
                            ConfigurationException.class,
                            () -> Node.start(config("second", port, plugins)));
            assertTrue(e.getMessage().contains("port " + port), e.getMessage());
        }
        await().untilAsserted(() -> assertEquals(Set.of(), threads()));
    }

    @Test
    void aBrokenPluginEndsWhatWasBegunBeside() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.writeString(plugins.resolve("broken.jar"), "no jar");
        ConfigurationException e =
                assertThrows(
                        ConfigurationException.class, () -> Node.start(config("it", 0, plugins)));
        assertTrue(e.getMessage().contains("broken.jar"), e.getMessage());
        await().untilAsserted(() -> assertEquals(Set.of(), threads()));
    }
}
