package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeService;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What loading leaves on disk and in memory: copies while it runs, nothing after. */
@Tag("one-form")
class PluginFilesTest extends HostTest {
    private List<String> copies() throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void classesComeFromACopySoThatTheJarCanBeDeleted() throws Exception {
        Path jar =
                Sources.namedService("a", Sources.exposeLoading(), "")
                        .source("a.main.Later", "package a.main; public class Later {}")
                        .writeTo(plugins.resolve("a.jar"));
        start();

        Files.delete(jar);

        assertEquals(List.of("copy1.jar"), copies());
        assertEquals("module a.main", node.call("a_load", "a.main.Later"));
    }

    @Test
    void copiesAreDeletedWhenTheHostIsClosed() throws Exception {
        Sources.namedProtocol("a").writeTo(plugins.resolve("a.jar"));
        Sources.namedProtocol("b").writeTo(plugins.resolve("b.jar"));
        start();
        assertEquals(2, copies().size());

        host.close();

        assertEquals(List.of(), copies());
    }

    @Test
    void eachOfTwoPluginsHasACopyOfTheirLibraryOfItsOwn() throws Exception {
        PluginJar library =
                PluginJar.library().source("lib.Lib", "package lib; public class Lib {}");
        for (String id : List.of("a", "b")) {
            Sources.plainService(
                            id,
                            "",
                            """
                            var source = Class.forName("lib.Lib").getProtectionDomain()
                                    .getCodeSource().getLocation();
                            java.nio.file.Files.size(java.nio.file.Path.of(source.toURI()));
                            """
                                    + Sources.say("stopped " + id))
                    .writeTo(plugins.resolve(id + "/main.jar"));
            library.writeTo(plugins.resolve(id + "/lib.jar"));
        }
        start();
        assertEquals(4, copies().size());

        host.close();

        assertTrue(node.log.containsAll(List.of("stopped a", "stopped b")), node.log.toString());
        assertEquals(List.of(), copies());
    }

    @Test
    void whatAKilledRunLeftIsDeletedAndOtherFilesStay() throws Exception {
        Files.createDirectories(run);
        Files.writeString(run.resolve("copy7.jar"), "old");
        Files.writeString(run.resolve("notes.txt"), "not ours");
        Files.writeString(run.resolve("other.jar"), "not ours");

        host.load();

        assertEquals(List.of("notes.txt", "other.jar"), copies());
    }

    @Test
    void classLoadersAreCollectedAfterThePluginsStopped() throws Exception {
        Sources.namedService("a", "node.exposeMethod(\"self\", x -> this);", "")
                .writeTo(plugins.resolve("a.jar"));
        Sources.plainService("b", "node.exposeMethod(\"self\", x -> this);", "")
                .dependsOn("a")
                .writeTo(plugins.resolve("b.jar"));
        start();
        WeakReference<ClassLoader> a = loaderOf("a");
        WeakReference<ClassLoader> b = loaderOf("b");

        host.close();

        await().untilAsserted(
                        () -> {
                            System.gc();
                            assertNull(a.get());
                            assertNull(b.get());
                        });
    }

    private WeakReference<ClassLoader> loaderOf(String id) {
        return new WeakReference<>(node.call(id + "_self").getClass().getClassLoader());
    }

    @Test
    void theLoaderIsTheContextLoaderOfThePluginsCode() throws Exception {
        Sources.namedService(
                        "a",
                        """
                        ClassLoader context = Thread.currentThread().getContextClassLoader();
                        boolean same = context == Main.class.getClassLoader();
                        node.exposeMethod("same", x -> same);
                        """,
                        "")
                .writeTo(plugins.resolve("a.jar"));

        start();

        assertEquals(true, node.call("a_same"));
    }

    @Test
    void eachModuleFindsItsOwnResources() throws Exception {
        String read =
                """
                String text;
                try (var in = Main.class.getModule().getResourceAsStream("META-INF/who.txt")) {
                    text = new String(in.readAllBytes());
                }
                try (var in = lib.Lib.class.getModule().getResourceAsStream("META-INF/who.txt")) {
                    text += new String(in.readAllBytes());
                }
                String both = text;
                node.exposeMethod("who", x -> both);
                """;
        Path library =
                PluginJar.library()
                        .source("module-info", "module a.lib { exports lib; }")
                        .source("lib.Lib", "package lib; public class Lib {}")
                        .entry("META-INF/who.txt", "library")
                        .writeTo(plugins.resolve("a/lib.jar"));
        Sources.namedService("a", read, "")
                .module("a.main", "requires a.lib;")
                .compileAgainst(library)
                .entry("META-INF/who.txt", "main ")
                .writeTo(plugins.resolve("a/main.jar"));

        start();

        assertEquals("main library", node.call("a_who"));
    }

    @Test
    void aResourceStreamLeftOpenDoesNotKeepTheCopyOpenForEver() throws Exception {
        PluginJar.plugin("a")
                .source(
                        "a.Main",
                        Sources.service(
                                "a.Main",
                                "Main.class.getResource(\"/data.txt\").openStream().read();",
                                ""))
                .entry("data.txt", "data")
                .provides(NodeService.class, "a.Main")
                .writeTo(plugins.resolve("a.jar"));
        start();

        host.close();

        assertEquals(List.of(), copies());
        await().untilAsserted(
                        () -> {
                            System.gc();
                            assertEquals(List.of(), openFilesIn(run));
                        });
    }

    /** Files of a directory that this process has open, where the system tells: on Linux. */
    private static List<Path> openFilesIn(Path directory) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.filter(Files::isSymbolicLink)
                    .map(PluginFilesTest::target)
                    .filter(t -> t.startsWith(directory))
                    .toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link; // closed since it was listed
        }
    }
}
