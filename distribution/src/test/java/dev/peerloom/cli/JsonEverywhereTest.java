package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What commands say to people they also say to programs. */
class JsonEverywhereTest {
    @TempDir Path folder;

    private static void without(CommandSpec spec, Set<String> found) {
        if (spec.subcommands().isEmpty() && spec.findOption("--json") == null) {
            found.add(spec.qualifiedName());
        }
        for (CommandLine below : spec.subcommands().values()) {
            without(below.getCommandSpec(), found);
        }
    }

    /** READY is for programs as it is, and the others print scripts and help. */
    @Test
    void everyCommandHasTheOption() {
        Set<String> without = new TreeSet<>();
        without(Cli.commandLine().getCommandSpec(), without);
        assertEquals(Set.of("peerloom run", "peerloom completion", "peerloom help"), without);
    }

    private JsonNode peerloom(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertEquals(0, new Cli(Map.of(), Optional.empty(), stream, stream).execute(args));
        return JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aConfigurationIsShownWithItsValuesAndOrigins() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("node.toml"),
                        "max-peers = 7\nban = [\"203.0.113.7\"]\n[plugins.eth]\ngenesis = \"g\"\n");
        JsonNode shown = peerloom("config", "show", "--json", "--config", file.toString());
        JsonNode settings = shown.path("settings");
        assertEquals(7, settings.path("max-peers").path("value").asInt());
        assertEquals("line 1 of " + file, settings.path("max-peers").path("origin").asString());
        assertEquals("203.0.113.7", settings.path("ban").path("value").get(0).asString());
        assertEquals("0.0.0.0", settings.path("host").path("value").asString());
        assertEquals(false, settings.path("host").has("origin"));
        assertEquals(false, settings.has("http"));
        assertEquals(
                "g", shown.path("plugins").path("eth").path("genesis").path("value").asString());
        assertEquals(
                false,
                peerloom("config", "check", "--json", "--config", file.toString())
                        .path("mistakes")
                        .asBoolean());
    }

    @Test
    void aNewProjectIsDescribed() {
        Path project = folder.resolve("greet");
        JsonNode made = peerloom("plugin", "new", "greet", "--json", "--dir", project.toString());
        assertEquals(project.toString(), made.path("folder").asString());
        assertEquals("greet/1", made.path("protocol").asString());
    }

    @Test
    void metricsHaveNamesLabelsAndValues() {
        List<Map<String, Object>> values =
                MetricsCommand.tree(
                        """
                        # HELP a_total What "a" is
                        # TYPE a_total counter
                        a_total{code="0x02",text="a \\"b\\" \\\\ c"} 12.0
                        b NaN
                        """);
        assertEquals(
                List.of(
                        Map.of(
                                "name",
                                "a_total",
                                "labels",
                                Map.of("code", "0x02", "text", "a \"b\" \\ c"),
                                "value",
                                12.0),
                        Map.of("name", "b", "labels", Map.of(), "value", "NaN")),
                values);
    }
}
