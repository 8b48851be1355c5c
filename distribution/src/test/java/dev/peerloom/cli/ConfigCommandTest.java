package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code peerloom config} says of a configuration. */
class ConfigCommandTest {
    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();

    private int peerloom(String... args) {
        return new Cli(environment, Optional.empty(), stream(out), stream(err)).execute(args);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private List<String> out() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void assertLine(String line) {
        assertTrue(out().contains(line), () -> line + " is not in " + out());
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("node.toml"), text);
    }

    @Test
    void eachValueIsShownWithWhereItWasWritten() throws Exception {
        Path file =
                file(
                        """
                        max-peers = 7
                        ban = ["203.0.113.7", "198.51.100.0/24"]
                        [plugins.eth]
                        genesis = "a \\"b\\".json"
                        """);
        environment.put("PEERLOOM_MAX_PENDING", "9");
        environment.put("PEERLOOM_SET", "eth.chain=c.rlp");
        int code = peerloom("config", "show", "--config", file.toString(), "--dial-ratio", "4");
        assertEquals(0, code, err::toString);
        assertLine("max-peers = 7  # line 1 of " + file);
        assertLine("ban = [\"203.0.113.7\", \"198.51.100.0/24\"]  # line 2 of " + file);
        assertLine("max-pending = 9  # PEERLOOM_MAX_PENDING");
        assertLine("dial-ratio = 4  # --dial-ratio");
        assertLine("port = 30303  # the default");
        assertLine("#peer is not set");
        assertLine("[plugins.eth]");
        assertLine("genesis = \"a \\\"b\\\".json\"  # line 4 of " + file);
        assertLine("chain = \"c.rlp\"  # PEERLOOM_SET");
    }

    @Test
    void whatIsShownIsAConfigurationFileThatSaysTheSame() throws Exception {
        Path file = file("max-peers = 7\nhost = \"127.0.0.1\"\nnet-restrict = [\"10.0.0.0/8\"]\n");
        assertEquals(0, peerloom("config", "show", "--config", file.toString()));
        List<String> first = out();
        Path shown = Files.write(folder.resolve("shown.toml"), first);
        out.reset();
        assertEquals(0, peerloom("config", "show", "--config", shown.toString()), err::toString);
        assertEquals(values(first), values(out()));
    }

    private static List<String> values(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("  # .*", ""))
                .toList();
    }

    @Test
    void aMistakeIsOneLineWithItsPlaceAndWhatWasMeant() throws Exception {
        Path file = file("max-peers = 7\ndail-ratio = 3\n");
        assertEquals(2, peerloom("config", "check", "--config", file.toString()));
        String said = err.toString(StandardCharsets.UTF_8);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains("line 2"), said);
        assertTrue(said.contains("did you mean dial-ratio?"), said);
    }

    @Test
    void aValueOutOfRangeIsAMistake() throws Exception {
        for (String line : List.of("max-pending = 0", "dial-ratio = -1", "ban = \"example.org\"")) {
            err.reset();
            Path file = file(line + "\n");
            assertEquals(2, peerloom("config", "check", "--config", file.toString()), line);
            assertTrue(err.toString(StandardCharsets.UTF_8).contains("line 1"), err::toString);
        }
    }

    @Test
    void aConfigurationWithoutMistakesIsCalledSo() throws Exception {
        environment.put("PEERLOOM_MAX_PERS", "3");
        Path file = file("max-peers = 7\n");
        assertEquals(0, peerloom("config", "check", "--config", file.toString()));
        assertEquals(List.of("the configuration has no mistakes"), out());
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("PEERLOOM_MAX_PEERS?"));
    }
}
