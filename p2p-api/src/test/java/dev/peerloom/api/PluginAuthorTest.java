package dev.peerloom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** What someone has who writes a plugin: these classes and the JDK, and nothing else. */
final class PluginAuthorTest {
    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();
    private static final Path PROTOCOL =
            Path.of("src", "main", "java", "dev", "peerloom", "api", "Protocol.java");
    private static final Pattern EXAMPLE =
            Pattern.compile("<pre>\\{@code\n(.*?)\n \\* \\}</pre>", Pattern.DOTALL);

    /** Overrides and compares what has annotations of a library that is not there. */
    private static final String CALLER =
            """
            package org.example.echo;

            import dev.peerloom.api.*;
            import dev.peerloom.api.rlp.*;
            import java.util.*;

            public final class Caller implements NodeService {
                private final Set<Object> seen = new HashSet<>();

                /** For the node. */
                public Caller() {}

                @Override
                public Collection<? extends Protocol> start(NodeContext node) throws RlpException {
                    seen.add(node.enode().id());
                    DialCandidate candidate = new DialCandidate(node.enode(), Map.of());
                    if (candidate.equals(null) || node.enode().id().equals(null)) {
                        throw new RlpException("equal to null");
                    }
                    node.onPeerEvent(PeerEvent.Connected.class, event -> seen.add(event.peer()));
                    node.exposeMethod("seen", params -> List.copyOf(seen));
                    new RlpReader(new RlpWriter().write(1).toByteArray()).readLong();
                    return List.of(new Echo());
                }
            }
            """;

    @TempDir Path directory;

    @Test
    void theModuleExportsTwoPackagesAndNeedsTheJdkAlone() throws Exception {
        ModuleDescriptor descriptor;
        try (var in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            descriptor = ModuleDescriptor.read(in);
        }
        assertEquals("dev.peerloom.api", descriptor.name());
        assertEquals(
                Set.of("dev.peerloom.api", "dev.peerloom.api.rlp"),
                descriptor.exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()));
        assertFalse(descriptor.exports().stream().anyMatch(ModuleDescriptor.Exports::isQualified));
        assertEquals(
                Set.of("java.base"),
                descriptor.requires().stream()
                        .filter(r -> !r.modifiers().contains(Requires.Modifier.STATIC))
                        .map(Requires::name)
                        .collect(Collectors.toSet()));
        assertEquals(
                Set.of("java.base", "org.jspecify"),
                descriptor.requires().stream().map(Requires::name).collect(Collectors.toSet()));
        assertTrue(descriptor.opens().isEmpty());
        assertTrue(descriptor.uses().isEmpty());
        assertTrue(descriptor.provides().isEmpty());
    }

    @Test
    void testsRunInTheModule() {
        assertEquals("dev.peerloom.api", Protocol.class.getModule().getName());
        assertEquals(Protocol.class.getModule(), PluginAuthorTest.class.getModule());
    }

    @Test
    void theExampleOfTheDocumentationCompilesAsAModuleWithoutAWarning() throws Exception {
        compile("--module-path", true);
    }

    @Test
    void theExampleOfTheDocumentationCompilesOnTheClassPathWithoutAWarning() throws Exception {
        compile("--class-path", false);
    }

    private void compile(String path, boolean asModule) throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-Xlint:all",
                                "-Werror",
                                path,
                                CLASSES.toString(),
                                "-d",
                                directory.resolve("out").toString(),
                                source("Echo.java", examples().get(0)),
                                source("Caller.java", CALLER)));
        if (asModule) {
            arguments.add(source("module-info.java", examples().get(1)));
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exit =
                ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(writer, writer, arguments.toArray(String[]::new));
        assertEquals("", output.toString());
        assertEquals(0, exit);
    }

    /** The examples in the comment of Protocol, without the asterisks. */
    private static List<String> examples() throws Exception {
        Matcher matcher = EXAMPLE.matcher(Files.readString(PROTOCOL));
        List<String> examples = new ArrayList<>();
        while (matcher.find()) {
            examples.add(matcher.group(1).replaceAll("(?m)^ \\* ?", ""));
        }
        assertEquals(2, examples.size());
        return examples;
    }

    private String source(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
