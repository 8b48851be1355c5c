package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;
import dev.peerloom.core.PluginKey;
import dev.peerloom.core.Plugins;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code plugin inspect} and {@code plugin sign}. */
class PluginToolsTest {
    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path jar;

    private static PluginJar chat() {
        return PluginJar.plugin("chat")
                .version("1.2.3")
                .requires(">=1.0.0")
                .attribute("Plugin-Provider", "Example\u001b[31m")
                .attribute("Plugin-License", "Apache-2.0")
                .dependsOn("eth@>=1.0.0")
                .source("com.example.chat.Text", "package com.example.chat; public class Text {}")
                .source(
                        "com.example.Chat",
                        """
                        package com.example;
                        import dev.peerloom.api.*;
                        public class Chat implements Protocol {
                            static { System.exit(7); }
                            public String name() { return "chat"; }
                            public int version() { return 1; }
                            public int length() { return 2; }
                            public void run(Peer peer, MessageChannel channel) {}
                        }
                        """)
                .provides(Protocol.class, "com.example.Chat");
    }

    @BeforeEach
    void makeJar() throws IOException {
        jar =
                chat().module(
                                "com.example.chat",
                                "exports com.example.chat;",
                                "opens com.example to java.logging;",
                                "requires static java.logging;")
                        .entry("native/libchat.so", "no code")
                        .writeTo(folder.resolve("chat.jar"));
    }

    private int peerloom(Object... args) {
        out.reset();
        err.reset();
        return new Cli(Map.of(), Optional.empty(), stream(out), stream(err))
                .execute(
                        java.util.Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private void assertMistake(int code, String part) {
        String said = err.toString(StandardCharsets.UTF_8);
        assertEquals(2, code, said);
        assertEquals(1, said.lines().count(), said);
        assertTrue(said.contains(part), said);
    }

    private void assertShown(String label, String value) {
        assertTrue(
                out().lines()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                label
                                                        + " +"
                                                        + java.util.regex.Pattern.quote(value))),
                label + " " + value + " in\n" + out());
    }

    @Test
    void inspectShowsWhatIsDeclaredAndRunsNothing() throws Exception {
        assertEquals(0, peerloom("plugin", "inspect", jar), err.toString(StandardCharsets.UTF_8));

        assertShown("id", "chat");
        assertShown("version", "1.2.3");
        assertShown("provider", "Example\\u001b[31m");
        assertShown("licence", "Apache-2.0");
        assertShown("for Peerloom", ">=1.0.0");
        assertShown("needs plugins", "eth@>=1.0.0");
        assertShown("form", "named module com.example.chat");
        assertShown("requires", "dev.peerloom.api");
        assertShown("", "static java.logging");
        assertShown("exports", "com.example.chat");
        assertShown("opens", "com.example to java.logging");
        assertShown("provides", "dev.peerloom.api.Protocol with com.example.Chat");
        assertShown("SHA-256", Plugins.sum(jar));
        assertShown("signature", "none");
        assertShown("packages", "com.example");
        assertShown("classes", "2 for Java " + Runtime.version().feature());
        assertShown("native code", "chat.jar!/native/libchat.so");
        assertFalse(out().contains("BUNDLED"), out());
    }

    @Test
    void theOtherFormsAreNamed() throws Exception {
        Path plain = chat().writeTo(folder.resolve("plain.jar"));
        peerloom("plugin", "inspect", plain);
        assertShown("form", "plain jar");
        assertShown("services", "dev.peerloom.api.Protocol with com.example.Chat");

        Path classic = chat().extensionIndex("com.example.Chat").writeTo(folder.resolve("c.jar"));
        peerloom("plugin", "inspect", classic);
        assertShown("form", "classic PF4J jar");
        assertShown("extensions", "com.example.Chat");

        Path in = folder.resolve("chat");
        PluginJar.library()
                .source("dev.peerloom.api.Mine", "package dev.peerloom.api; public class Mine {}")
                .writeTo(in.resolve("a-lib.jar"));
        Files.copy(jar, in.resolve("main.jar"));
        peerloom("plugin", "inspect", in);
        assertShown("id", "chat");
        assertShown("form", "folder of 2 jars, named module com.example.chat");
        assertShown("BUNDLED API", "dev.peerloom.api.Mine");
        assertShown("SHA-256", Plugins.sum(in));
    }

    @Test
    void inspectPrintsJsonToo() throws Exception {
        assertEquals(0, peerloom("plugin", "inspect", "--json", jar));

        JsonNode json = JsonMapper.shared().readTree(out());
        assertEquals("chat", json.get("id").asString());
        assertEquals(Files.size(jar), json.get("size").asLong());
        assertEquals(Plugins.sum(jar), json.get("sha256").asString());
        assertEquals("dev.peerloom.api", json.get("requires").get(0).asString());
    }

    @Test
    void whatIsSignedIsKnownByTheKey() throws Exception {
        Path key = folder.resolve("key.pem");
        assertEquals(0, peerloom("plugin", "sign", "--generate-key", "--key", key, jar));
        String publicKey = out().lines().toList().getLast().replace("key", "").strip();
        assertShown("signed", folder.resolve("chat.jar.sig").toString());
        assertEquals(
                Optional.of(PluginKey.parse(publicKey)),
                Plugins.signer(jar, List.of(PluginKey.parse(publicKey))));

        peerloom("plugin", "inspect", "--plugin-key", publicKey, jar);
        assertShown("signature", "good, for the key " + publicKey);
        peerloom("plugin", "inspect", jar);
        assertTrue(out().contains("name a key with --plugin-key"), out());
        Files.write(jar, new byte[1], java.nio.file.StandardOpenOption.APPEND);
        peerloom("plugin", "inspect", "--plugin-key", publicKey, jar);
        assertTrue(out().contains("bad: not by one of the keys"), out());

        assertEquals(0, peerloom("plugin", "sign", "--key", key, jar));
        peerloom("plugin", "inspect", "--plugin-key", publicKey, jar);
        assertShown("signature", "good, for the key " + publicKey);
    }

    @Test
    void aMistakeIsOneLine() throws Exception {
        Path key = folder.resolve("key.pem");
        assertMistake(peerloom("plugin", "inspect"), "JAR");
        assertMistake(peerloom("plugin", "inspect", folder.resolve("none.jar")), "does not exist");
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no zip");
        assertMistake(peerloom("plugin", "inspect", broken), "is not a readable jar");
        assertMistake(peerloom("plugin", "inspect", "/dev/null"), "neither a jar nor a folder");
        assertMistake(peerloom("plugin", "sign", jar), "--key");
        assertMistake(peerloom("plugin", "sign", "--key", key, jar), "does not exist");
        assertMistake(
                peerloom("plugin", "sign", "--generate-key", "--key", key, broken),
                "is not a readable jar");
        assertMistake(peerloom("plugin", "sign", "--key", key), "which plugins");
        assertMistake(peerloom("plugin", "sign", "--generate-key", "--key", key), "exists already");
    }

    @Test
    void theListSaysWhatIsNotTrusted() throws Exception {
        assertEquals(
                0,
                peerloom(
                        "plugin",
                        "list",
                        "--plugins-dir",
                        folder,
                        "--plugin-allow",
                        "0".repeat(64)));
        assertTrue(out().contains("is not trusted"), out());
    }
}
