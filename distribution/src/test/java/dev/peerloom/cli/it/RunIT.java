package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code peerloom run} as a process. */
class RunIT {
    @TempDir Path folder;

    private Path plugins;

    @BeforeEach
    void plugins() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
    }

    private Launched run(String data, String... more) throws IOException {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "0",
                                "--data-dir",
                                folder.resolve(data).toString(),
                                "--plugins-dir",
                                plugins.toString()));
        args.addAll(List.of(more));
        return Launched.start(args);
    }

    @Test
    void itSaysReadyOnceKeepsItsKeyAndEndsWithZeroWhenAskedTo() throws Exception {
        String first;
        try (Launched node = run("data")) {
            first = node.awaitReady();
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
            assertEquals(1, node.out().size(), node::toString);
            assertTrue(node.err().stream().noneMatch(RunIT::isFromTheJvm), node::toString);
        }
        Path key = folder.resolve("data").resolve("nodekey");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        try (Launched node = run("data")) {
            assertEquals(id(first), id(node.awaitReady()));
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
    }

    private static boolean isFromTheJvm(String line) {
        return line.startsWith("WARNING")
                || line.startsWith("OpenJDK")
                || line.contains("[warning]");
    }

    private static String id(String enode) {
        return enode.substring(0, enode.indexOf('@'));
    }

    @Test
    void whenItStopsItTellsItsPeers() throws Exception {
        ChatPlugin.dropInto(plugins, folder.resolve("work"));
        try (Launched first = run("first", "--log-level", "debug")) {
            String enode = first.awaitReady();
            try (Launched second = run("second", "--log-level", "debug", "--peer", enode)) {
                second.awaitReady();
                second.awaitErr(line -> line.contains("running [chat/3]"));
                first.terminate();
                String line = second.awaitErr(text -> text.contains("Disconnected"));
                assertTrue(line.contains("by them 0x08"), line);
                assertEquals(0, first.exit(), first::toString);
                second.terminate();
                assertEquals(0, second.exit(), second::toString);
            }
        }
    }

    @Test
    void aPluginThatEndsTheProcessIsNamedAndItIsNoRequestToStop() throws Exception {
        ChatPlugin.dropInto(plugins, folder.resolve("work"), "System.exit(0);");
        try (Launched node = run("data")) {
            assertEquals(1, node.exit(), node::toString);
            assertTrue(
                    node.err().stream()
                            .anyMatch(line -> line.contains("Plugin chat: it ends the whole")),
                    node::toString);
        }
    }

    @Test
    void anUnknownOptionIsAMistake() throws Exception {
        try (Launched node = run("data", "--max-peer", "3")) {
            node.assertMistake(2, "--max-peer; did you mean --max-peers?", "peerloom run --help");
        }
    }

    @Test
    void aTakenPortIsAMistake() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Launched node =
                        Launched.start(
                                List.of(
                                        "run",
                                        "--host",
                                        "127.0.0.1",
                                        "--port",
                                        String.valueOf(taken.getLocalPort()),
                                        "--data-dir",
                                        folder.resolve("data").toString(),
                                        "--plugins-dir",
                                        plugins.toString()))) {
            node.assertMistake(2, String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void aKeyFileOpenToTheGroupIsAMistake() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "1".repeat(64));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        try (Launched node = run("data", "--node-key-file", key.toString())) {
            node.assertMistake(2, key.toString(), "chmod 600");
        }
    }

    @Test
    void aKeyFileThatIsNotThereOrNoKeyIsAMistake() throws Exception {
        Path key = folder.resolve("key");
        try (Launched node = run("data", "--node-key-file", key.toString())) {
            node.assertMistake(2, key.toString(), "does not exist");
        }
        Files.writeString(key, "no key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        try (Launched node = run("data", "--node-key-file", key.toString())) {
            node.assertMistake(2, key.toString());
        }
    }

    @Test
    void aBrokenJarIsAMistake() throws Exception {
        Files.writeString(plugins.resolve("broken.jar"), "this is no zip file");
        try (Launched node = run("data")) {
            node.assertMistake(2, "broken.jar");
        }
    }

    @Test
    void settingsThatNoPluginAsksForAreAMistake() throws Exception {
        ChatPlugin.dropInto(plugins, folder.resolve("work"));
        try (Launched node = run("data", "--set", "chat.room=attic")) {
            node.assertMistake(2, "room");
        }
        try (Launched node = run("other", "--set", "caht.room=attic")) {
            node.assertMistake(2, "caht");
        }
    }

    @Test
    void aWrongConfigurationFileIsAMistake() throws Exception {
        Path file = Files.writeString(folder.resolve("node.toml"), "port = 0\nmax-pers = 3\n");
        try (Launched node = run("data", "--config", file.toString())) {
            node.assertMistake(2, file + ", line 2: ", "did you mean max-peers?");
        }
    }

    @Test
    void environmentAndFileAreReadAndTheFlagWins() throws Exception {
        Path data = folder.resolve("data");
        Path file =
                Files.writeString(
                        folder.resolve("node.toml"),
                        "port = \"wrong\"\nhost = \"127.0.0.1\"\nlog-level = \"wrong\"\n");
        Map<String, String> environment =
                Map.of(
                        "PEERLOOM_JAVA", System.getProperty("java.home"),
                        "PEERLOOM_CONFIG", file.toString(),
                        "PEERLOOM_LOG_LEVEL", "error",
                        "PEERLOOM_PORT", "wrong too",
                        "PEERLOOM_DATA_DIR", data.toString(),
                        "PEERLOOM_PLUGINS_DIR", plugins.toString());
        try (Launched node =
                Launched.start(Launched.launcher(), environment, List.of("run", "--port", "0"))) {
            node.awaitReady();
            assertTrue(Files.exists(data.resolve("nodekey")));
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
            assertEquals(List.of(), node.err());
        }
    }

    @Test
    void theAdminSocketIsThereWhileTheNodeIs() throws Exception {
        Path socket = folder.resolve("node.ipc");
        try (Launched node = run("data", "--ipc", socket.toString(), "--discovery", "none")) {
            node.awaitReady();
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            try (Launched second = run("second", "--ipc", socket.toString())) {
                second.assertMistake(2, socket.toString(), "in use by another running node");
            }
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
            assertFalse(Files.exists(socket));
        }
    }
}
