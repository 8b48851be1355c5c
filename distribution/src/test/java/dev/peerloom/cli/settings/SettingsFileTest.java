package dev.peerloom.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

class SettingsFileTest {
    private static final Path FILE = Path.of("node.toml");

    private static SettingsFile parse(String text) throws ConfigurationException {
        return SettingsFile.parse(FILE, text);
    }

    private static String refusal(String text) {
        String message = assertThrows(ConfigurationException.class, () -> parse(text)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void textsNumbersAndArraysAreRead() throws ConfigurationException {
        SettingsFile file =
                parse(
                        """
                        max-peers = 7
                        host = '127.0.0.1'
                        peer = ["a", "b"]
                        trusted-peer = "c, d"
                        """);
        assertEquals(List.of("7"), texts(file, Setting.MAX_PEERS));
        assertEquals(List.of("127.0.0.1"), texts(file, Setting.HOST));
        assertEquals(List.of("a", "b"), texts(file, Setting.PEER));
        assertEquals(List.of("c", "d"), texts(file, Setting.TRUSTED_PEER));
    }

    private static List<String> texts(SettingsFile file, Setting setting) {
        return file.values().get(setting).stream().map(Value::text).toList();
    }

    @Test
    void pluginValuesBecomeTexts() throws ConfigurationException {
        SettingsFile file =
                parse(
                        """
                        [plugins.eth]
                        network-id = 3503995874084926
                        serve = true
                        forks = [1, 2, 3]
                        [plugins.eth.cache]
                        size = "1 GB"
                        [plugins."my plugin"]
                        "a key" = "b"
                        """);
        assertEquals(
                Map.of(
                        "eth",
                        Map.of(
                                "network-id", "3503995874084926",
                                "serve", "true",
                                "forks", "1,2,3",
                                "cache.size", "1 GB"),
                        "my plugin",
                        Map.of("a key", "b")),
                file.plugins());
    }

    @Test
    void anUnknownKeyIsNamedWithItsLineAndANeighbour() {
        assertEquals(
                "node.toml, line 3: there is no setting max-peer; did you mean max-peers?",
                refusal("port = 1\n\nmax-peer = 3\n"));
        assertEquals(
                "node.toml, line 2: there is no setting quite-different",
                refusal("port = 1\nquite-different = 3\n"));
        assertEquals(
                "node.toml, line 1: there is no setting plugin; did you mean plugins?",
                refusal("[plugin.eth]\ngenesis = 'x'\n"));
        assertEquals(
                "node.toml, line 1: there is no setting eth; plugin settings stand in sections:"
                        + " [plugins.ID]",
                refusal("[eth]\ngenesis = 'x'\n"));
    }

    @Test
    void whatHasAnotherFormInTheFileIsExplained() {
        assertEquals(
                "node.toml, line 1: there is no setting set; plugin settings stand in sections:"
                        + " [plugins.ID]",
                refusal("set = 'eth.genesis=x'\n"));
        assertTrue(refusal("config = 'x'\n").contains("there is no setting config"));
        assertTrue(refusal("plugins = 'x'\n").contains("line 1: plugins must be a section"));
        assertTrue(refusal("[plugins]\neth = 3\n").contains("line 2: plugins.eth must be"));
        assertTrue(refusal("[port]\nx = 3\n").contains("line 1: port must be a text, a number"));
        assertTrue(refusal("port = [1, 2]\n").contains("line 1: port must be a text, a number"));
    }

    @Test
    void brokenTomlIsRefusedWithTheLine() {
        assertTrue(refusal("port = 1\nhost = \n").startsWith("node.toml, line 2: "));
        assertTrue(refusal("port = 1\nport = 2\n").startsWith("node.toml, line 2: "));
        assertTrue(refusal("port 1\n").startsWith("node.toml, line 1: "));
    }

    @Test
    void aFileThatIsNoTextIsRefused() throws Exception {
        Path file = Files.createTempFile("peerloom", ".toml");
        try {
            Files.write(file, "host = '\u00e9'".getBytes(StandardCharsets.ISO_8859_1));
            ConfigurationException e =
                    assertThrows(ConfigurationException.class, () -> SettingsFile.read(file));
            assertEquals("the configuration file " + file + " is not UTF-8 text", e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void linesAreFoundThroughSectionsQuotesAndTexts() {
        String text =
                """
                # port = 1
                text = '''
                port = 2
                '''
                "port" = 3
                [plugins . "eth"]
                port = 4
                a.b = 5
                """;
        assertEquals(OptionalInt.of(5), TomlLines.find(text, List.of("port")));
        assertEquals(OptionalInt.of(6), TomlLines.find(text, List.of("plugins")));
        assertEquals(OptionalInt.of(7), TomlLines.find(text, List.of("plugins", "eth", "port")));
        assertEquals(OptionalInt.of(8), TomlLines.find(text, List.of("plugins", "eth", "a", "b")));
        assertEquals(OptionalInt.empty(), TomlLines.find(text, List.of("none")));
    }
}
