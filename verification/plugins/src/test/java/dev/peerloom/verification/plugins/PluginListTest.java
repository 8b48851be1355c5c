package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginStatus.State;
import dev.peerloom.core.Plugins;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Listing plugins without a node. */
class PluginListTest {
    @TempDir Path directory;

    @Test
    void goodOnesInTheirOrderThenBrokenOnes() throws Exception {
        Sources.namedProtocol("a").dependsOn("z").writeTo(directory.resolve("a.jar"));
        Sources.namedProtocol("z")
                .attribute("Plugin-Description", "the last")
                .writeTo(directory.resolve("z.jar"));
        Sources.namedProtocol("m").dependsOn("n").writeTo(directory.resolve("m.jar"));
        Sources.namedProtocol("o").dependsOn("m").writeTo(directory.resolve("o.jar"));
        Path broken = Files.writeString(directory.resolve("broken.jar"), "?");

        List<PluginStatus> list = Plugins.list(directory);

        assertEquals(
                List.of("z", "a", "m", "o", "broken"),
                list.stream().map(PluginStatus::id).toList());
        assertEquals(
                List.of(State.RESOLVED, State.RESOLVED, State.FAILED, State.FAILED, State.FAILED),
                list.stream().map(PluginStatus::state).toList());
        assertEquals("the last", list.getFirst().description());
        assertEquals(
                Optional.of(
                        "the plugin m ("
                                + directory.resolve("m.jar")
                                + ") depends on the plugin n, which is not there"),
                list.get(2).problem());
        assertEquals(
                Optional.of(
                        "the plugin o ("
                                + directory.resolve("o.jar")
                                + ") depends on the plugin m, which cannot be used"),
                list.get(3).problem());
        assertEquals(
                Optional.of(
                        "the plugin "
                                + broken
                                + " is not a readable jar: zip END header not found"),
                list.get(4).problem());
        assertEquals("", list.get(4).version());
    }

    @Test
    void noCodeOfAPluginRuns() throws Exception {
        Path trace = directory.resolve("trace");
        String touch =
                "static { try { java.nio.file.Files.createFile(java.nio.file.Path.of(\""
                        + trace.toString().replace("\\", "\\\\")
                        + "\")); } catch (java.io.IOException e) { throw new Error(e); } }";
        Sources.namedProtocol("a")
                .source(
                        "a.main.Main",
                        Sources.protocol("a.main.Main", "a")
                                .replace("implements Protocol {", "implements Protocol { " + touch))
                .writeTo(directory.resolve("plugins/a.jar"));

        List<PluginStatus> list = Plugins.list(directory.resolve("plugins"));

        assertEquals(State.RESOLVED, list.getFirst().state());
        assertTrue(Files.notExists(trace));
    }

    @Test
    void noDirectory() {
        Path missing = directory.resolve("missing");

        assertEquals(
                "the plugins directory "
                        + missing
                        + " does not exist: create it, or name another one",
                assertThrows(ConfigurationException.class, () -> Plugins.list(missing))
                        .getMessage());
    }
}
