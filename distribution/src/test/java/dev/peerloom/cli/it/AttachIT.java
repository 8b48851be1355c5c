package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands that ask a running node, each in a process of its own. */
class AttachIT {
    @TempDir Path folder;
    private Path jars;
    private Launched node;

    @BeforeEach
    void start() throws Exception {
        jars = Files.createDirectory(folder.resolve("jars"));
        ChatPlugin.dropInto(jars, folder.resolve("work"));
        node =
                Launched.start(
                        List.of(
                                "run",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "0",
                                "--data-dir",
                                folder.resolve("data").toString(),
                                "--plugins-dir",
                                Files.createDirectory(folder.resolve("plugins")).toString()));
        node.awaitReady();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Launched ask(String... command) throws IOException {
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of("--data-dir", folder.resolve("data").toString()));
        return Launched.start(args);
    }

    private List<String> answer(String... command) throws Exception {
        try (Launched asked = ask(command)) {
            assertEquals(0, asked.exit(), asked::toString);
            assertEquals(List.of(), asked.err());
            return asked.out();
        }
    }

    private static void assertLine(String pattern, List<String> lines) {
        assertTrue(lines.stream().anyMatch(line -> line.matches(pattern)), lines::toString);
    }

    @Test
    void aPluginIsLoadedShownReloadedAndUnloaded() throws Exception {
        Path jar = jars.resolve("chat.jar");
        assertLine("plugin chat 0\\.3\\.0 is ready: .*", answer("plugin", "load", jar.toString()));
        assertLine("chat +0\\.3\\.0 +ready +chat/\\d.*", answer("attach", "plugins"));
        assertLine("plugin chat 0\\.3\\.0 is ready: .*", answer("plugin", "reload", "chat"));
        assertEquals(List.of("plugin chat was unloaded"), answer("plugin", "unload", "chat"));
        assertEquals(List.of("none"), answer("attach", "plugins"));
    }

    @Test
    void whatTheNodeRefusesIsOneLine() throws Exception {
        try (Launched asked = ask("plugin", "unload", "nobody")) {
            assertEquals(1, asked.exit());
            assertEquals(1, asked.err().size(), asked::toString);
            assertTrue(asked.err().getFirst().contains("nobody"), asked::toString);
        }
        try (Launched asked = ask("attach", "call", "no_such")) {
            assertEquals(1, asked.exit());
            assertEquals(1, asked.err().size(), asked::toString);
        }
    }

    @Test
    void methodsAreCalledWithTheirParameters() throws Exception {
        assertLine("\"[Pp]eerloom/.*", answer("attach", "call", "web3_clientVersion"));
        assertEquals(List.of("\"0x0\""), answer("attach", "call", "net_peerCount"));
        assertLine(".*\"enode\" : \"enode://.*", answer("attach", "call", "admin_nodeInfo"));
        assertEquals(List.of("[ ]"), answer("attach", "call", "admin_disconnects", "5"));
        assertEquals(List.of("none"), answer("attach", "peers"));
        assertEquals(List.of("none"), answer("attach", "disconnects"));
        assertLine(
                "peerloom_p2p_peers\\{direction=\"inbound\"} 0\\.0", answer("attach", "metrics"));
    }

    @Test
    void aNodeThatDoesNotRunIsAMistakeInOneLine() throws Exception {
        try (Launched asked =
                Launched.start(
                        List.of(
                                "attach",
                                "peers",
                                "--ipc",
                                folder.resolve("nowhere.ipc").toString()))) {
            asked.assertMistake(2, "nowhere.ipc", "running");
        }
    }

    @Test
    void peersAreAddedRemovedBannedAndUnbanned() throws Exception {
        try (Launched asked = ask("attach", "add", "enode://nobody")) {
            assertEquals(1, asked.exit());
            assertTrue(asked.err().getFirst().contains("invalid enode"), asked::toString);
        }
        // Nothing listens there.
        String peer = "enode://" + "1".repeat(128) + "@127.0.0.1:1";
        assertLine("added; .*", answer("attach", "add", peer, "--trusted"));
        assertLine("enode://1+@127\\.0\\.0\\.1:1 +yes .*", answer("attach", "dials"));
        assertEquals(List.of("removed"), answer("attach", "remove", peer));
        assertLine("enode://1+@127\\.0\\.0\\.1:1 +no +ended .*", answer("attach", "dials"));
        assertLine(
                "203\\.0\\.113\\.0/24 is banned until 20.*",
                answer("attach", "ban", "203.0.113.7/24", "--for", "1h", "--reason", "floods us"));
        assertLine("203\\.0\\.113\\.0/24 .* floods us", answer("attach", "bans"));
        assertEquals(List.of("unbanned"), answer("attach", "unban", "203.0.113.0/24"));
        assertEquals(List.of("none"), answer("attach", "bans"));
        try (Launched asked = ask("attach", "ban", "203.0.113.7", "--for", "soon")) {
            asked.assertMistake(2, "not a time such as 90s");
        }
    }
}
