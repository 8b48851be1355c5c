package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code peerloom dist build}: a distribution with two plugins and a name, and what it does. */
@Tag("thorough")
class DistIT {
    private static final Map<String, String> JAVA =
            Map.of("PEERLOOM_JAVA", System.getProperty("java.home"));

    @TempDir Path folder;

    private Path plan(String more) throws IOException {
        Path training = Launched.distribution().resolve("lib").resolve("training");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(training, "*.jar")) {
            Files.copy(jars.iterator().next(), folder.resolve("training.jar"));
        }
        Files.writeString(folder.resolve("conf.toml"), "max-peers = 7\n");
        return Files.writeString(
                folder.resolve("acme.toml"),
                """
                name = "acme-node"
                version = "1.2.0"
                banner = "what Acme runs"
                config = "conf.toml"
                plugins = ["chat.jar", "training.jar"]
                platform = "linux-x64"
                jdk = false
                """
                        + more);
    }

    private Path build(Path plan, String out) throws Exception {
        try (Launched built =
                Launched.start(
                        List.of(
                                "dist",
                                "build",
                                "--out",
                                folder.resolve(out).toString(),
                                plan.toString()))) {
            assertEquals(0, built.exit(), built::toString);
            return Path.of(built.out().getLast());
        }
    }

    private Path unpack(Path archive) throws Exception {
        Process tar =
                new ProcessBuilder("tar", "xzf", archive.toString(), "-C", folder.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, tar.waitFor());
        return folder.resolve("acme-node");
    }

    private Launched run(Path home) throws IOException {
        return Launched.start(
                home.resolve("bin/acme-node"),
                JAVA,
                List.of(
                        "run",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--http",
                        "127.0.0.1:0",
                        "--data-dir",
                        folder.resolve("data").toString()));
    }

    private static String page(Launched node) throws Exception {
        String line = node.awaitErr(text -> text.contains("admin interface at http"));
        URI address = URI.create(line.substring(line.indexOf("http:")).strip() + "/");
        try (InputStream page = address.toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String attach(Path home, String... command) throws Exception {
        List<String> args = new ArrayList<>(List.of("attach"));
        args.addAll(List.of(command));
        args.addAll(List.of("--data-dir", folder.resolve("data").toString()));
        try (Launched asked = Launched.start(home.resolve("bin/acme-node"), JAVA, args)) {
            assertEquals(0, asked.exit(), asked::toString);
            return String.join("\n", asked.out());
        }
    }

    @Test
    void itSaysWhoItIsAndRefusesAPluginThatWasChanged() throws Exception {
        ChatPlugin.dropInto(folder, folder.resolve("work"));
        Path plan = plan("allow-list = true\n");
        Path archive = build(plan, "one");
        assertEquals("acme-node-1.2.0-linux-x64.tar.gz", archive.getFileName().toString());
        assertArrayEquals(
                Files.readAllBytes(archive), Files.readAllBytes(build(plan, "two")), "same input");
        Path home = unpack(archive);

        try (Launched version =
                Launched.start(home.resolve("bin/acme-node"), JAVA, List.of("--version"))) {
            assertEquals(0, version.exit());
            assertTrue(
                    version.out().getFirst().startsWith("acme-node 1.2.0 (peerloom "),
                    version::toString);
        }
        try (Launched node = run(home)) {
            node.awaitReady();
            assertTrue(attach(home, "call", "admin_nodeInfo").contains("\"acme-node/v1.2.0/"));
            assertTrue(page(node).contains("<title>acme-node 1.2.0</title>"));
            String plugins = attach(home, "plugins");
            assertTrue(plugins.contains("chat/3") && plugins.contains("training/1"), plugins);
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
            assertTrue(
                    node.err().stream()
                            .anyMatch(l -> l.contains("acme-node 1.2.0") && l.contains("Acme")),
                    node::toString);
        }

        Path chat = home.resolve("plugins/chat.jar");
        Files.write(chat, new byte[] {0}, StandardOpenOption.APPEND);
        try (Launched node = run(home)) {
            node.awaitReady();
            String plugins = attach(home, "plugins");
            assertFalse(plugins.contains("chat/3"), plugins);
            assertTrue(plugins.contains("chat"), plugins);
            assertTrue(plugins.contains("training/1"), plugins);
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
    }

    @Test
    void aPluginThatIsNotFitIsNamedAndNothingIsLeftBehind() throws Exception {
        Files.writeString(folder.resolve("chat.jar"), "this is no jar");
        try (Launched built =
                Launched.start(
                        List.of(
                                "dist",
                                "build",
                                "--out",
                                folder.resolve("out").toString(),
                                plan("").toString()))) {
            assertEquals(2, built.exit(), built::toString);
            assertTrue(built.err().getLast().contains("chat.jar"), built::toString);
        }
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void coordinatesAreLookedForWhereTheUsersMavenSettingsSay() throws Exception {
        Path settings = Files.createDirectories(folder.resolve("home/.m2"));
        Path nowhere = Files.createDirectories(folder.resolve("repository"));
        Files.writeString(
                settings.resolve("settings.xml"),
                """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """
                        .formatted(folder.resolve("local"), remote(nowhere).toUri()));
        Path plan =
                Files.writeString(
                        folder.resolve("acme.toml"),
                        """
                        name = "acme-node"
                        version = "1.2.0"
                        plugins = ["com.acme:training:1.0.0"]
                        """);
        Map<String, String> environment =
                Map.of(
                        "PEERLOOM_JAVA",
                        System.getProperty("java.home"),
                        "PEERLOOM_JAVA_OPTS",
                        Launched.FAST + " -Duser.home=" + folder.resolve("home"));
        try (Launched built =
                Launched.start(
                        Launched.launcher(),
                        environment,
                        List.of(
                                "dist",
                                "build",
                                "--out",
                                folder.resolve("out").toString(),
                                plan.toString()))) {
            assertEquals(0, built.exit(), built::toString);
        }
        assertTrue(
                Files.exists(folder.resolve("local/com/acme/training/1.0.0/training-1.0.0.jar")));
        assertTrue(Files.exists(folder.resolve("out/acme-node-1.2.0.zip")));
    }

    /** A Maven repository with one artifact. */
    private static Path remote(Path repository) throws IOException {
        Path artifact = Files.createDirectories(repository.resolve("com/acme/training/1.0.0"));
        Path training = Launched.distribution().resolve("lib").resolve("training");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(training, "*.jar")) {
            Files.copy(jars.iterator().next(), artifact.resolve("training-1.0.0.jar"));
        }
        Files.writeString(
                artifact.resolve("training-1.0.0.pom"),
                """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.acme</groupId><artifactId>training</artifactId><version>1.0.0</version>
                </project>
                """);
        return repository;
    }
}
