package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code peerloom plugin new}, and what one does with the project: build, test, drop, work on. */
@ResourceLock(Maven.REPOSITORY)
class NewPluginIT {
    @TempDir static Path shared;
    private static Path project;
    private static Maven maven;

    @TempDir Path folder;

    @BeforeAll
    static void aProjectIsBuiltAndTestedAsItIs() throws Exception {
        project = shared.resolve("my plugins").resolve("greet");
        try (Launched written =
                Launched.start(
                        List.of(
                                "plugin",
                                "new",
                                "greet-all",
                                "--package",
                                "org.example.greet",
                                "--dir",
                                project.toString()))) {
            assertEquals(0, written.exit(), written::toString);
            assertEquals(List.of(), written.err());
        }
        maven = Maven.in(shared);
        maven.run(project, "verify");
    }

    private static Path built() {
        return project.resolve("target/plugin/greet-all");
    }

    private Launched run(Path plugins, String... more) throws IOException {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "0",
                                "--data-dir",
                                folder.resolve("data").toString(),
                                "--plugins-dir",
                                plugins.toString()));
        args.addAll(List.of(more));
        return Launched.start(args);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void itsTestsAreOnAllThreeRungs() throws Exception {
        Set<String> run = new TreeSet<>();
        try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
            for (Path report : reports.filter(f -> f.toString().endsWith(".txt")).toList()) {
                String text = Files.readString(report);
                assertTrue(text.matches("(?s).*Tests run: [1-9].*Skipped: 0.*"), text);
                run.add(report.getFileName().toString());
            }
        }
        assertEquals(
                Set.of(
                        "org.example.greet.GreetAllContractTest.txt",
                        "org.example.greet.GreetAllLoopbackTest.txt",
                        "org.example.greet.GreetAllProtocolTest.txt"),
                run);
    }

    @Test
    void itsJarIsAModuleWithAManifest() throws Exception {
        Path jar = built().resolve("greet-all.jar");
        ModuleDescriptor module =
                ModuleFinder.of(jar).find("org.example.greet").orElseThrow().descriptor();
        assertEquals("1.0.0", module.rawVersion().orElseThrow());
        assertEquals(
                Set.of("dev.peerloom.api.Protocol"),
                module.provides().stream()
                        .map(ModuleDescriptor.Provides::service)
                        .collect(Collectors.toSet()));
        try (JarFile file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest().getMainAttributes();
            assertEquals("greet-all", manifest.getValue("Plugin-Id"));
            assertEquals("1.0.0", manifest.getValue("Plugin-Version"));
        }
        try (Stream<Path> files = Files.list(built())) {
            assertEquals(List.of(jar), files.toList());
        }
    }

    @Test
    void aRunningNodeTakesItWhenItIsDropped() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        try (Launched node = run(plugins)) {
            node.awaitReady();
            copy(built(), plugins.resolve("greet-all"));
            node.awaitErr(line -> line.contains("plugin greet-all 1.0.0 is ready"));
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
    }

    @Test
    void whileOneWorksOnItEveryCompileIsLoaded() throws Exception {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path copy = folder.resolve("project");
        copyTree(project.resolve("src"), copy.resolve("src"));
        copyTree(project.resolve("target/classes"), copy.resolve("target/classes"));
        try (Launched node = run(plugins, "--dev-plugin", copy.toString())) {
            node.awaitReady();
            assertTrue(
                    compile(copy, "package org.example.greet; class Unrelated {"),
                    "a mistake was compiled");
            // As Maven does, before it compiles.
            Files.delete(copy.resolve("target/classes/org/example/greet/Greeting.class"));
            node.awaitErr(line -> line.contains("lacks org/example/greet/Greeting.class"));
            assertTrue(
                    !compile(copy, "package org.example.greet; class Unrelated {}"),
                    "the project does not compile");
            node.awaitErr(
                    line -> line.contains("plugin greet-all was compiled and is loaded again"));
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
    }

    /** Compiles the project with one more class; true if the compiler finds a mistake. */
    private static boolean compile(Path project, String more) throws IOException {
        Path sources = project.resolve("src/main/java");
        Files.writeString(sources.resolve("org/example/greet/Unrelated.java"), more);
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "--module-path",
                                Launched.distribution().resolve("lib").toString(),
                                "-d",
                                project.resolve("target/classes").toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(args::add);
        }
        PrintWriter said = new PrintWriter(new StringWriter());
        return ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(said, said, args.toArray(String[]::new))
                != 0;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** The guide's own dependency, put where the guide says. */
    @Test
    void aLibraryGoesIntoThePluginsFolder() throws Exception {
        MatchResult block =
                Pattern.compile("```xml\n(<dependency>.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("../docs/writing-a-protocol.md")))
                        .results()
                        .findFirst()
                        .orElseThrow();
        Path copy = folder.resolve("project");
        copyTree(project.resolve("src"), copy.resolve("src"));
        String pom = Files.readString(project.resolve("pom.xml"));
        Files.writeString(
                copy.resolve("pom.xml"),
                pom.replace("<dependencies>", "<dependencies>\n" + block.group(1)));
        maven.run(copy, "package", "-DskipTests");
        try (Stream<Path> files = Files.list(copy.resolve("target/plugin/greet-all"))) {
            List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
            assertTrue(names.contains("greet-all.jar"), names::toString);
            assertTrue(names.stream().anyMatch(n -> n.startsWith("gson-")), names::toString);
            assertTrue(names.stream().noneMatch(n -> n.startsWith("p2p-")), names::toString);
        }
        try (Launched list =
                Launched.start(
                        List.of(
                                "plugin",
                                "list",
                                "--plugins-dir",
                                copy.resolve("target/plugin").toString()))) {
            assertEquals(0, list.exit(), list::toString);
            assertTrue(
                    list.out().stream().anyMatch(line -> line.matches("greet-all +1.* resolved.*")),
                    list::toString);
        }
    }
}
