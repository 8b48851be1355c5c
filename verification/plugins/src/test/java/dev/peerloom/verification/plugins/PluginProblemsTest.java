package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is wrong with a plugin on disk is said in one line, before any plugin runs. */
class PluginProblemsTest extends HostTest {
    @AfterEach
    void nothingIsLeft() throws IOException {
        assertTrue(host.status().isEmpty());
        assertTrue(node.log.isEmpty());
        if (Files.exists(run)) {
            try (Stream<Path> left = Files.list(run)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    @Test
    void noDirectory() {
        plugins = temporary.resolve("elsewhere");
        host = host(dev.peerloom.core.plugin.PluginDeadlines.DEFAULT);

        assertEquals(
                "the plugins directory "
                        + plugins
                        + " does not exist: create it, or name another one",
                loadProblem());
    }

    @Test
    void noDirectoryButAFile() throws Exception {
        plugins = Files.createFile(temporary.resolve("file"));
        host = host(dev.peerloom.core.plugin.PluginDeadlines.DEFAULT);

        assertEquals("the plugins directory " + plugins + " is not a directory", loadProblem());
    }

    @Test
    void notAZip() throws Exception {
        Sources.namedProtocol("good").writeTo(plugins.resolve("a-good.jar"));
        Path jar = Files.writeString(plugins.resolve("hello.jar"), "this is no jar");

        assertEquals(
                "the plugin " + jar + " is not a readable jar: zip END header not found",
                loadProblem());
    }

    @Test
    void anEmptyFile() throws Exception {
        Path jar = Files.createFile(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin " + jar + " is not a readable jar: zip file is empty", loadProblem());
    }

    @Test
    void aTruncatedJar() throws Exception {
        Path jar = Sources.namedProtocol("hello").writeTo(plugins.resolve("hello.jar"));
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertEquals(
                "the plugin " + jar + " is not a readable jar: zip END header not found",
                loadProblem());
    }

    @Test
    void noId() throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .without("Plugin-Id")
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals("the plugin " + jar + " has no Plugin-Id in its manifest", loadProblem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", ".hidden", "a..b", "a b", "ä", "a\\b"})
    void anIdThatIsNoSafeName(String id) throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .attribute("Plugin-Id", id)
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin "
                        + jar
                        + " has a Plugin-Id that is not made of letters, digits, '-', '_' and"
                        + " single dots: "
                        + id,
                loadProblem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "net", "web3", "rpc", "plugin", "Admin"})
    void anIdOfTheNodes(String id) throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .attribute("Plugin-Id", id)
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin "
                        + jar
                        + " has the Plugin-Id "
                        + id
                        + ", which the node keeps for itself",
                loadProblem());
    }

    @Test
    void noVersion() throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .without("Plugin-Version")
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals("the plugin " + jar + " has no Plugin-Version in its manifest", loadProblem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.0.0.0", "one", "01.0.0"})
    void aVersionThatIsNotSemantic(String version) throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .version(version)
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin "
                        + jar
                        + " has a Plugin-Version that is not one like 1.2.3: "
                        + version,
                loadProblem());
    }

    @ParameterizedTest
    @CsvSource({">=1.1.0", "1.1.0", "<1.0.0", ">=0.5.0 & <0.9.0"})
    void anotherVersionOfPeerloomIsRequired(String range) throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .requires(range)
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin hello (" + jar + ") requires Peerloom " + range + ", this is 1.0.0",
                loadProblem());
    }

    @Test
    void aRequirementThatIsNoRange() throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .requires("the newest")
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin hello ("
                        + jar
                        + ") has a Plugin-Requires that is not a range of versions: the newest",
                loadProblem());
    }

    @Test
    void aDependencyThatIsNotThere() throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .dependsOn("world")
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin hello (" + jar + ") depends on the plugin world, which is not there",
                loadProblem());
    }

    @Test
    void aDependencyInAnotherVersion() throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .dependsOn("world@>=2.0.0")
                        .writeTo(plugins.resolve("hello.jar"));
        Sources.namedProtocol("world").version("1.4.0").writeTo(plugins.resolve("world.jar"));

        assertEquals(
                "the plugin hello ("
                        + jar
                        + ") depends on the plugin world in version >=2.0.0, there is 1.4.0",
                loadProblem());
    }

    @Test
    void aCircle() throws Exception {
        Sources.namedProtocol("a").dependsOn("b").writeTo(plugins.resolve("a.jar"));
        Sources.namedProtocol("b").dependsOn("c").writeTo(plugins.resolve("b.jar"));
        Sources.namedProtocol("c").dependsOn("a").writeTo(plugins.resolve("c.jar"));

        assertEquals("plugins depend on each other in a circle: a -> b -> c -> a", loadProblem());
    }

    @Test
    void theSameIdTwice() throws Exception {
        Path one = Sources.namedProtocol("hello").writeTo(plugins.resolve("hello-1.jar"));
        Path two = Sources.namedProtocol("hello").writeTo(plugins.resolve("hello-2.jar"));

        assertEquals("the plugin hello is there twice: " + one + " and " + two, loadProblem());
    }

    @Test
    void idsThatDifferOnlyInCase() throws Exception {
        Path one = Sources.namedProtocol("hello").writeTo(plugins.resolve("1.jar"));
        Path two = Sources.namedProtocol("Hello").writeTo(plugins.resolve("2.jar"));

        assertEquals(
                "the plugin ids hello and Hello differ only in case: " + one + " and " + two,
                loadProblem());
    }

    @Test
    void aBundledApi() throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .entry("dev/peerloom/api/Protocol.class", new byte[] {1})
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin "
                        + jar
                        + " contains the package dev.peerloom.api, which the node provides: build"
                        + " the plugin without it (in Maven, p2p-api has the scope provided)",
                loadProblem());
    }

    @Test
    void aLibraryOfTheHostThatTheDescriptorRequires() throws Exception {
        Path jar =
                Sources.namedProtocol("hello")
                        .module("hello.main", "requires org.slf4j;")
                        .compileAgainst(Sources.hostJar("slf4j-api"))
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin "
                        + jar
                        + ": the module hello.main requires org.slf4j, which is neither in the"
                        + " plugin nor in a plugin that it depends on (Plugin-Dependencies), nor"
                        + " dev.peerloom.api, nor in this Java",
                loadProblem());
    }

    @Test
    void nothingOffered() throws Exception {
        Path jar =
                PluginJar.plugin("hello")
                        .source("com.example.Hello", Sources.protocol("com.example.Hello", "x"))
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin hello ("
                        + jar
                        + ") offers nothing: it provides neither a dev.peerloom.api.Protocol nor a"
                        + " dev.peerloom.api.NodeService",
                loadProblem());
    }

    @Test
    void servicesListedBesideADescriptorThatProvidesNothing() throws Exception {
        Path jar =
                PluginJar.plugin("hello")
                        .module("hello.main")
                        .source("hello.main.Main", Sources.protocol("hello.main.Main", "x"))
                        .entry("META-INF/services/" + Protocol.class.getName(), "hello.main.Main")
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin "
                        + jar
                        + " offers nothing: META-INF/services does not count in a jar with a"
                        + " module-info, which must say: provides dev.peerloom.api.Protocol with …",
                loadProblem());
    }

    @Test
    void aListedServiceThatIsNotThere() throws Exception {
        Path jar =
                PluginJar.plugin("hello")
                        .provides(NodeService.class, "com.example.Hello")
                        .writeTo(plugins.resolve("hello.jar"));

        assertEquals(
                "the plugin "
                        + jar
                        + ": META-INF/services/dev.peerloom.api.NodeService names"
                        + " com.example.Hello, which is not in it",
                loadProblem());
    }

    @Test
    void aFolderWithoutAPlugin() throws Exception {
        Path folder = plugins.resolve("hello");
        PluginJar.library().entry("x.txt", "x").writeTo(folder.resolve("lib.jar"));

        assertEquals(
                "the plugin folder " + folder + " holds no jar with a Plugin-Id in its manifest",
                loadProblem());
    }

    @Test
    void aFolderWithTwoPlugins() throws Exception {
        Path folder = plugins.resolve("hello");
        Sources.namedProtocol("one").writeTo(folder.resolve("one.jar"));
        Sources.namedProtocol("two").writeTo(folder.resolve("two.jar"));

        assertEquals(
                "the plugin folder "
                        + folder
                        + " holds two plugins, one.jar and two.jar: only one jar of a folder may"
                        + " have a Plugin-Id",
                loadProblem());
    }

    @Test
    void settingsForAPluginThatIsNotThere() throws Exception {
        Sources.namedProtocol("hello").writeTo(plugins.resolve("hello.jar"));
        Sources.namedProtocol("world").writeTo(plugins.resolve("world.jar"));
        node.settings.put("helo", Map.of("a", "b"));

        assertEquals(
                "there are settings for the plugin helo, which is not in "
                        + plugins
                        + "; did you mean hello? known plugins: hello, world",
                loadProblem());
        assertFalse(node.log.contains("offer hello"));
    }

    @Test
    void otherFilesAreLeftAlone() throws Exception {
        Files.writeString(plugins.resolve("README.md"), "plugins go here");
        Files.writeString(plugins.resolve(".hidden.jar"), "no jar");
        Files.createDirectory(plugins.resolve(".git"));

        start();

        assertEquals(List.of(), host.status());
    }
}
