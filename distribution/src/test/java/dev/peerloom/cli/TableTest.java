package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.core.PluginStatus;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TableTest {
    private static final List<PluginStatus> PLUGINS =
            List.of(
                    new PluginStatus(
                            "eth",
                            "1.0.0",
                            "Ethereum",
                            Path.of("plugins", "eth"),
                            PluginStatus.State.READY,
                            Optional.empty(),
                            Map.of(new Capability("eth", 70), 18, new Capability("eth", 69), 18),
                            List.of()),
                    new PluginStatus(
                            "bad\u001b",
                            "?",
                            "",
                            Path.of("plugins", "bad.jar"),
                            PluginStatus.State.FAILED,
                            Optional.of("not a jar"),
                            Map.of(),
                            List.of()));

    @Test
    void colourMarksTheHeadingAndTroubleAndMovesNoColumn() {
        Table table = new Table("").row("ID", "STATE", "X").row("eth", "failed", "x");
        String plain = table.toString();
        String coloured = table.toString(true);
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9]+m", ""));
        assertTrue(coloured.startsWith("\u001b[1mID\u001b[0m "), coloured);
        assertTrue(coloured.contains("\u001b[31mfailed\u001b[0m"), coloured);
    }

    @Test
    void columnsAreAligned() {
        String table = new Table("  ").row("a", "bb", "c").row("aaaa", "b").toString();
        assertEquals(List.of("  a     bb  c", "  aaaa  b"), table.lines().toList());
    }

    @Test
    void pluginsAreListedWithWhatIsWrong() {
        List<String> lines = PluginListing.table(PLUGINS).lines().toList();
        assertEquals(3, lines.size());
        assertTrue(lines.get(1).matches("eth +1\\.0\\.0 +ready +eth/69 eth/70 +eth"), lines.get(1));
        assertTrue(
                lines.get(2).matches("bad\\\\u001b +\\? +failed +- +bad\\.jar +not a jar"),
                lines.get(2));
    }

    @Test
    void pluginsAreListedAsJson() {
        JsonNode json = JsonMapper.shared().readTree(PluginListing.json(PLUGINS));
        assertEquals("eth", json.path(0).path("id").asString());
        assertEquals("ready", json.path(0).path("state").asString());
        assertEquals(18, json.path(0).path("protocols").path("eth/69").asInt());
        assertTrue(json.path(0).path("problem").isMissingNode());
        assertEquals("not a jar", json.path(1).path("problem").asString());
    }
}
