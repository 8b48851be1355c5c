package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.settings.Setting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the programs write of themselves for the documentation site. */
class ReferenceTest {
    @TempDir Path folder;

    @Test
    void itHasEverySettingCommandMethodMetricAndEvent() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path written = folder.resolve("reference");
        ReferenceMain.main(new String[] {written.toString(), plugins.toString()});
        String settings = Files.readString(written.resolve("configuration.md"));
        for (Setting setting : Setting.values()) {
            assertTrue(settings.contains("| `" + setting.variable() + "` |"), setting.key());
        }
        String commands = Files.readString(written.resolve("commands.md"));
        for (String part :
                List.of(
                        "\n## peerloom plugin verify\n",
                        "\n## peerloom attach top\n",
                        "| `--max-peers N` |",
                        "ENODE\\|NODE-ID` |")) {
            assertTrue(commands.contains(part), part);
        }
        assertTrue(
                Files.readString(written.resolve("methods.md"))
                        .contains("\n## plugin\n\n| method |\n|---|\n| `plugin_list` |\n"));
        assertTrue(
                Files.readString(written.resolve("metrics.md"))
                        .contains("\n| `peerloom_p2p_dials_total` | counter | "));
        String events = Files.readString(written.resolve("events.md"));
        assertTrue(
                events.contains(
                        "\n| `MessageReceived` | `Peer peer`, `Capability capability`, `int code`,"
                                + " `int size` |\n"),
                events);
        assertTrue(events.contains("\n| `refused` |\n"), events);
    }
}
