package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

class CliTest {
    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int peerloom(String... args) {
        return peerloom(Map.of(), args);
    }

    private int peerloom(Map<String, String> environment, String... args) {
        out.reset();
        err.reset();
        return new Cli(environment, Optional.empty(), stream(out), stream(err)).execute(args);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertMistake(int code, String... parts) {
        assertEquals(2, code, err());
        assertEquals("", out());
        assertEquals(1, err().lines().count(), err());
        assertTrue(err().startsWith("peerloom: "), err());
        for (String part : parts) {
            assertTrue(err().contains(part), err());
        }
    }

    @Test
    void wrongUsageIsOneLine() {
        assertMistake(
                peerloom("run", "--max-peer", "3"),
                "there is no option --max-peer; did you mean --max-peers?",
                "See 'peerloom run --help'");
        assertMistake(peerloom("rum"), "there is no command or argument rum", "run");
        assertMistake(peerloom("plugin", "lst"), "did you mean list?");
        assertMistake(peerloom("run", "--port"), "--port", "See 'peerloom run --help'");
        assertMistake(peerloom("run", "--port", "1", "--port", "2"), "--port");
        assertMistake(peerloom("key", "show", "--peer", "x"), "--peer");
        assertMistake(peerloom("run", "extra\nline"), "extra\\nline");
    }

    @Test
    void aWrongNewPluginIsOneLineAndWritesNothing() throws Exception {
        String dir = folder.resolve("new").toString();
        assertMistake(peerloom("plugin", "new"), "NAME", "See 'peerloom plugin new --help'");
        assertMistake(peerloom("plugin", "new", "my chat", "--dir", dir), "'my chat' is no name");
        assertMistake(peerloom("plugin", "new", "rpc", "--dir", dir), "keeps the name rpc");
        assertMistake(
                peerloom("plugin", "new", "chat", "--package", "a.int", "--dir", dir), "'a.int'");
        assertFalse(Files.exists(Path.of(dir)));
        Files.createDirectory(Path.of(dir));
        Path mine = Files.writeString(Path.of(dir, "mine"), "");
        assertMistake(peerloom("plugin", "new", "chat", "--dir", dir), dir + " exists already");
        assertEquals(0, Files.size(mine));
    }

    @Test
    void aNewPluginSaysWhereItIsAndWhatToDo() {
        String dir = folder.resolve("new").toString();
        assertEquals(0, peerloom("plugin", "new", "file-transfer", "--dir", dir), err());
        assertTrue(out().startsWith(dir + ": a Maven project, plugin file-transfer, protocol"));
        assertTrue(out().contains("filetran/1"), out());
        assertTrue(out().contains("cd " + dir + " && mvn verify"), out());
        assertTrue(out().contains("no folder sdk/"), out());
        assertTrue(Files.exists(folder.resolve("new/pom.xml")));
    }

    @Test
    void wrongConfigurationIsOneLineAndLeavesNothingBehind() {
        Path data = folder.resolve("data");
        assertMistake(
                peerloom("run", "--data-dir", data.toString(), "--port", "70000"),
                "port is \"70000\" (--port)");
        assertMistake(
                peerloom(Map.of("PEERLOOM_MAX_PEERS", "x"), "run", "--data-dir", data.toString()),
                "max-peers is \"x\" (PEERLOOM_MAX_PEERS)");
        assertMistake(peerloom("run", "--discovery", "v4", "--data-dir", data.toString()));
        assertMistake(
                peerloom("run", "--http", "0.0.0.0:0", "--data-dir", data.toString()),
                "--http-token-file");
        assertFalse(Files.exists(data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "demo",
                "plugin",
                "plugin list",
                "plugin inspect",
                "plugin verify",
                "plugin sign",
                "plugin load",
                "plugin unload",
                "plugin reload",
                "attach",
                "attach peers",
                "attach plugins",
                "attach disconnects",
                "attach metrics",
                "attach call",
                "attach trace",
                "attach top",
                "key",
                "key generate",
                "key show",
                "completion"
            })
    void everyCommandHasHelp(String command) {
        String[] args = (command + " --help").strip().split(" ");
        assertEquals(0, peerloom(args), err());
        assertEquals("", err());
        assertTrue(out().contains("Usage: peerloom " + command), out());
        assertTrue(out().lines().allMatch(line -> line.length() <= 80), out());
    }

    @Test
    void aGroupAloneShowsWhatIsInIt() {
        assertEquals(0, peerloom());
        assertTrue(out().contains("completion"), out());
        assertEquals(0, peerloom("key"));
        assertTrue(out().contains("generate"), out());
    }

    @Test
    void theVersionIsShown() {
        assertEquals(0, peerloom("--version"));
        assertTrue(out().startsWith("peerloom "), out());
    }

    @Test
    void runTakesEverySetting() {
        CommandLine run = Cli.commandLine().getSubcommands().get("run");
        for (Setting setting : Setting.values()) {
            assertTrue(
                    run.getCommandSpec().optionsMap().containsKey(setting.flag()), setting.flag());
        }
    }

    @Test
    void completionKnowsCommandsAndOptions() {
        assertEquals(0, peerloom("completion"));
        for (Setting setting : Setting.values()) {
            assertTrue(out().contains(setting.flag()), setting.flag());
        }
        assertTrue(out().contains("generate"), out());
    }

    @Test
    void aKeyIsMadeOnceAndShown() throws Exception {
        Path file = folder.resolve("key");
        assertEquals(0, peerloom("key", "generate", "--node-key-file", file.toString()), err());
        NodeKey key = NodeKey.load(file);
        assertTrue(out().contains("enode://" + key.id() + "@127.0.0.1:30303"), out());
        assertFalse(out().contains(Files.readString(file).strip()), "the private key is shown");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

        String shown = out();
        assertEquals(0, peerloom("key", "show", "--node-key-file", file.toString()), err());
        assertEquals(shown, out());
        assertEquals(
                0,
                peerloom(
                        Map.of("PEERLOOM_PORT", "7", "PEERLOOM_NODE_KEY_FILE", file.toString()),
                        "key",
                        "show",
                        "--host",
                        "::"),
                err());
        assertTrue(out().contains("@[::1]:7"), out());

        String content = Files.readString(file);
        assertMistake(
                peerloom("key", "generate", "--node-key-file", file.toString()), file.toString());
        assertEquals(content, Files.readString(file));
    }

    @Test
    void withoutAFileTheKeyOfTheDataDirectoryIsMeant() {
        Path data = folder.resolve("data");
        assertMistake(peerloom("key", "show", "--data-dir", data.toString()), "nodekey");
        assertEquals(0, peerloom("key", "generate", "--data-dir", data.toString()), err());
        assertTrue(Files.exists(data.resolve("nodekey")));
        assertEquals(0, peerloom("key", "show", "--data-dir", data.toString()), err());
    }

    @Test
    void aDataDirectoryHasOneOwnerAtATime() throws Exception {
        Path data = folder.resolve("data");
        try (DataDirectory first = DataDirectory.open(data)) {
            first.key(Optional.empty());
            assertMistake(
                    peerloom("run", "--port", "0", "--data-dir", data.toString()),
                    "in use by another running peerloom");
        }
        DataDirectory.open(data).close();
    }
}
