package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginTrust;
import dev.peerloom.core.plugin.PluginDeadlines;
import dev.peerloom.core.plugin.PluginHost;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A plugin host over a directory of its own, with a node that only remembers. */
abstract class HostTest {
    @TempDir Path temporary;
    Path plugins;
    Path run;
    FakeNode node;
    PluginHost host;

    @BeforeEach
    void makeHost() throws IOException {
        plugins = Files.createDirectory(temporary.resolve("plugins"));
        run = temporary.resolve("run");
        node = new FakeNode(temporary.resolve("data"));
        host = host(PluginDeadlines.DEFAULT);
    }

    @AfterEach
    void closeHost() {
        host.close();
    }

    PluginHost host(PluginDeadlines deadlines) {
        return new PluginHost(
                Optional.of(plugins), run, "1.0.0", node, PluginTrust.everything(), deadlines);
    }

    static PluginDeadlines short_(long startMillis, long stopMillis) {
        return new PluginDeadlines(
                Duration.ofMillis(startMillis),
                Duration.ofMillis(stopMillis),
                Duration.ofMillis(20));
    }

    void start() throws ConfigurationException {
        host.load();
        host.start();
    }

    PluginStatus status(String id) {
        return host.status().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    }

    String loadProblem() {
        return assertThrows(ConfigurationException.class, host::load).getMessage();
    }

    String startProblem() throws ConfigurationException {
        host.load();
        return assertThrows(ConfigurationException.class, host::start).getMessage();
    }

    String failure(String id) {
        return status(id).problem().orElseThrow();
    }

    List<String> ids() {
        return host.status().stream().map(PluginStatus::id).toList();
    }
}
