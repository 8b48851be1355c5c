package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Maven that runs this build, as a process for the projects of plugins. It has the local
 * repository of this build, except for our own artifacts: those come from the distribution, and
 * each run takes them anew.
 */
final class Maven {
    /** What two runs at once would both write to: the lock of the tests that have one. */
    static final String REPOSITORY = "the local repository of Maven";

    /** What a shared machine may need at its worst; tests do not depend on it. */
    private static final int LIMIT_SECONDS = 600;

    private final Path repository;

    private Maven(Path repository) {
        this.repository = repository;
    }

    /** Makes the repository, of links, in a folder. */
    static Maven in(Path folder) throws IOException {
        Path ours = Path.of(System.getProperty("maven.repository"));
        Path repository = Files.createDirectories(folder.resolve("repository"));
        link(ours, repository, "dev");
        link(ours.resolve("dev"), Files.createDirectory(repository.resolve("dev")), "peerloom");
        return new Maven(repository);
    }

    private static void link(Path from, Path to, String except) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            for (Path entry : all) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    /** Runs it in a project, which must succeed. */
    void run(Path project, String... args) throws IOException, InterruptedException {
        Path output = Files.createTempFile(project, "maven", ".log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                                "-q",
                                "-B",
                                "-ntp",
                                "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        // In so short a life code that is compiled well costs more than it saves.
        builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> read(output));
            assertEquals(0, process.exitValue(), () -> command + "\n" + read(output));
        } finally {
            process.destroyForcibly();
        }
        Files.delete(output);
    }

    private static String read(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "its output cannot be read: " + e;
        }
    }
}
