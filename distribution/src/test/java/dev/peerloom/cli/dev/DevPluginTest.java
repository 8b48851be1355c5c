package dev.peerloom.cli.dev;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;

/** The look of a watcher, without its clock: two looks without a change are a settled project. */
class DevPluginTest {
    private static final String MANIFEST = "Plugin-Id: demo\nPlugin-Version: 1.0.0\n";

    @TempDir Path folder;

    private final List<String> reloads = new ArrayList<>();
    private Path project;
    private Path classes;
    private Path work;

    @BeforeEach
    void compiledProject() throws IOException {
        project = folder.resolve("project");
        classes = project.resolve("target/classes");
        work = folder.resolve("work");
        write(classes.resolve("META-INF/MANIFEST.MF"), MANIFEST);
        compile("one");
    }

    /** Main names Part; the runnable that is provided names Main. */
    private void compile(String text) throws IOException {
        Path sources = project.resolve("src");
        write(
                sources.resolve("module-info.java"),
                "module demo { provides Runnable with demo.Provider; }");
        write(
                sources.resolve("demo/Provider.java"),
                "package demo; public class Provider implements Runnable"
                        + " { public void run() { new Main(); } }");
        write(
                sources.resolve("demo/Main.java"),
                "package demo; class Main { Part[][] parts; Object part = new Part(); }");
        write(
                sources.resolve("demo/Part.java"),
                "package demo; class Part { String text = \"" + text + "\"; }");
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int code =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(
                                writer,
                                writer,
                                "-d",
                                classes.toString(),
                                sources.resolve("module-info.java").toString(),
                                sources.resolve("demo/Provider.java").toString(),
                                sources.resolve("demo/Main.java").toString(),
                                sources.resolve("demo/Part.java").toString());
        assertEquals(0, code, said::toString);
        touch("demo/Part.class", text.hashCode());
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A time of its own: what is written twice within a tick of the clock shows none. */
    private void touch(String file, long millis) throws IOException {
        Files.setLastModifiedTime(classes.resolve(file), FileTime.fromMillis(millis));
    }

    private static void library(Path jar, String id) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!id.isEmpty()) {
            manifest.getMainAttributes().putValue("Plugin-Id", id);
        }
        Files.createDirectories(jar.getParent());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    private DevPlugin prepare() throws ConfigurationException {
        return DevPlugin.prepare(project, work);
    }

    private void look(DevPlugin plugin, int times) {
        for (int i = 0; i < times; i++) {
            plugin.look(reloads::add);
        }
    }

    private Set<String> packed() throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile jar = new JarFile(work.resolve("demo.jar").toFile())) {
            jar.stream().map(JarEntry::getName).forEach(names::add);
            assertEquals("demo", jar.getManifest().getMainAttributes().getValue("Plugin-Id"));
        }
        return names;
    }

    @Test
    void whatIsCompiledIsPacked() throws Exception {
        write(classes.resolve("demo/words.txt"), "some");
        DevPlugin plugin = prepare();
        assertEquals(work, plugin.folder());
        assertEquals(
                Set.of(
                        "META-INF/MANIFEST.MF",
                        "demo/Main.class",
                        "demo/Part.class",
                        "demo/Provider.class",
                        "demo/words.txt",
                        "module-info.class"),
                packed());
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws Exception {
        prepare();
        byte[] first = Files.readAllBytes(work.resolve("demo.jar"));
        touch("demo/Main.class", 1);
        prepare();
        assertArrayEquals(first, Files.readAllBytes(work.resolve("demo.jar")));
    }

    @Test
    void aChangeIsLoadedOnceItHasSettled() throws Exception {
        DevPlugin plugin = prepare();
        look(plugin, 3);
        assertEquals(List.of(), reloads);
        compile("two");
        look(plugin, 1);
        assertEquals(List.of(), reloads);
        touch("demo/Main.class", 2);
        look(plugin, 1);
        assertEquals(List.of(), reloads);
        look(plugin, 3);
        assertEquals(List.of("demo"), reloads);
        compile("three");
        look(plugin, 3);
        assertEquals(List.of("demo", "demo"), reloads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo/Part.class", "demo/Provider.class", "META-INF/MANIFEST.MF", "*"})
    void whatACompilerHasDeletedLeavesTheOldOneRunning(String lost) throws Exception {
        DevPlugin plugin = prepare();
        Set<String> before = packed();
        if (lost.equals("*")) {
            for (String name : List.of("Part", "Main", "Provider")) {
                Files.delete(classes.resolve("demo").resolve(name + ".class"));
            }
        } else {
            Files.delete(classes.resolve(lost));
        }
        look(plugin, 3);
        assertEquals(List.of(), reloads);
        assertEquals(before, packed());

        write(classes.resolve("META-INF/MANIFEST.MF"), MANIFEST);
        compile("two");
        look(plugin, 3);
        assertEquals(List.of("demo"), reloads);
    }

    @Test
    void aHalfWrittenClassIsWaitedFor() throws Exception {
        DevPlugin plugin = prepare();
        byte[] whole = Files.readAllBytes(classes.resolve("demo/Part.class"));
        Files.write(classes.resolve("demo/Part.class"), java.util.Arrays.copyOf(whole, 60));
        look(plugin, 3);
        assertEquals(List.of(), reloads);
    }

    @Test
    void aRefusedOneIsTriedAgainOnlyAfterAChange() throws Exception {
        DevPlugin plugin = prepare();
        compile("two");
        DevPlugin.Reloader refusing =
                id -> {
                    reloads.add(id);
                    throw new PluginException("refused");
                };
        for (int i = 0; i < 5; i++) {
            plugin.look(refusing);
        }
        assertEquals(List.of("demo"), reloads);
        compile("three");
        look(plugin, 2);
        assertEquals(List.of("demo", "demo"), reloads);
    }

    @Test
    void anotherIdNeedsAnotherStart() throws Exception {
        DevPlugin plugin = prepare();
        write(classes.resolve("META-INF/MANIFEST.MF"), "Plugin-Id: other\nPlugin-Version: 1.0.0\n");
        look(plugin, 3);
        assertEquals(List.of(), reloads);
    }

    @Test
    void librariesComeAlongAndGo() throws Exception {
        Path built = project.resolve("target/plugin/demo");
        library(built.resolve("demo.jar"), "demo");
        library(built.resolve("words-1.0.jar"), "");
        DevPlugin plugin = prepare();
        assertTrue(Files.exists(work.resolve("words-1.0.jar")));
        Files.delete(built.resolve("words-1.0.jar"));
        library(built.resolve("words-1.1.jar"), "");
        look(plugin, 2);
        assertEquals(List.of("demo"), reloads);
        try (var jars = Files.list(work)) {
            assertEquals(
                    List.of(work.resolve("demo.jar"), work.resolve("words-1.1.jar")),
                    jars.sorted().toList());
        }
    }

    @Test
    void gradlesTwoFoldersAreOne() throws Exception {
        Path gradle = folder.resolve("gradle");
        Path to = gradle.resolve("build/classes/java/main");
        Files.createDirectories(to.getParent());
        Files.move(classes, to);
        Path resources = gradle.resolve("build/resources/main");
        Files.createDirectories(resources);
        Files.move(to.resolve("META-INF"), resources.resolve("META-INF"));
        DevPlugin.prepare(gradle, work);
        assertTrue(packed().contains("demo/Main.class"));
    }

    @Test
    void whatIsNoCompiledPluginIsAMistake() throws Exception {
        assertMistake(folder.resolve("nothing"), "is not there");
        assertMistake(Files.createDirectory(folder.resolve("empty")), "mvn compile");
        assertMistake(classes.resolve("META-INF/MANIFEST.MF"), "is no folder");
        Files.writeString(classes.resolve("META-INF/MANIFEST.MF"), "Plugin-Version: 1.0.0\n");
        assertMistake(project, "no Plugin-Id");
        Files.delete(classes.resolve("META-INF/MANIFEST.MF"));
        assertMistake(project, "src/main/resources");
    }

    private void assertMistake(Path wrong, String part) {
        ConfigurationException thrown =
                assertThrows(ConfigurationException.class, () -> DevPlugin.prepare(wrong, work));
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
        assertEquals(1, thrown.getMessage().lines().count());
    }
}
