package com.example.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The same tests with nothing but {@code java}: everything a module, kit and JUnit included; and
 * the kit's pipe in a program without JUnit, on both paths.
 */
@Timeout(180)
@EnabledIfSystemProperty(named = "notes.module", matches = "false")
class PathsTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir Path folder;

    /** Everything that the tests need, as the build found it. */
    private static String path(Predicate<String> wanted) {
        List<String> entries =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(entry -> !entry.contains("test-classes") && wanted.test(entry))
                        .toList();
        return String.join(File.pathSeparator, entries);
    }

    private static boolean isOfJunit(String entry) {
        return entry.contains("junit")
                || entry.contains("opentest4j")
                || entry.contains("apiguardian");
    }

    private String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA, "-XX:+UseSerialGC"));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        int code = process.waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, code, text);
        return text;
    }

    @Test
    void theTestsRunWithEverythingAModule() throws Exception {
        String tests = Path.of("target", "test-classes").toString();
        String text =
                java(
                        "--module-path",
                        path(entry -> true),
                        "--patch-module",
                        "com.example.notes=" + tests,
                        "--add-modules",
                        "com.example.notes,dev.peerloom.testkit,org.junit.jupiter.engine",
                        "--add-reads",
                        "com.example.notes=dev.peerloom.testkit,org.junit.jupiter.api",
                        "--add-opens",
                        "com.example.notes/com.example.notes=org.junit.platform.commons",
                        "-Dnotes.module=true",
                        "-Dkit.module=true",
                        "--module",
                        "org.junit.platform.console",
                        "execute",
                        "--disable-banner",
                        "--disable-ansi-colors",
                        "--select-class=com.example.notes.NotesTest",
                        "--select-class=com.example.notes.NotesContractTest");
        assertTrue(text.contains("[        20 tests successful      ]"), text);
        assertTrue(text.contains("[         0 tests failed          ]"), text);
    }

    private Path program() throws Exception {
        return Files.writeString(
                folder.resolve("Program.java"),
                """
                import dev.peerloom.testkit.MessagePipe;
                import dev.peerloom.testkit.ScriptedPeer;

                public class Program {
                    public static void main(String[] arguments) throws Exception {
                        try (MessagePipe pipe = MessagePipe.create(new com.example.notes.Notes());
                                ScriptedPeer remote =
                                        ScriptedPeer.against(new com.example.notes.Notes())) {
                            pipe.second().write(3, new byte[0]);
                            remote.expect(3);
                            System.out.println("code " + pipe.first().read().code());
                        }
                        try {
                            Class.forName("org.junit.jupiter.api.Test");
                        } catch (ClassNotFoundException none) {
                            System.out.println("no JUnit");
                        }
                    }
                }
                """);
    }

    @Test
    void aProgramWithoutJunitUsesThePipe() throws Exception {
        String path = path(entry -> !isOfJunit(entry));
        String text = java("--class-path", path, program().toString());
        assertTrue(text.contains("code 3") && text.contains("no JUnit"), text);
    }

    @Test
    void soDoesAModuleWithoutJunit() throws Exception {
        String path = path(entry -> !isOfJunit(entry));
        String text =
                java(
                        "--module-path",
                        path,
                        "--add-modules",
                        "dev.peerloom.testkit,com.example.notes",
                        "--add-exports",
                        "com.example.notes/com.example.notes=ALL-UNNAMED",
                        program().toString());
        assertTrue(text.contains("code 3") && text.contains("no JUnit"), text);
    }
}
