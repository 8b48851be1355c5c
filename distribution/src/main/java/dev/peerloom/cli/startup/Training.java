package dev.peerloom.cli.startup;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The node whose start the JVM records. It has nothing of the node that makes it: its own folder,
 * key and port on loopback, no settings, and one plugin that is part of the program. What an
 * operator's plugins do when they start is not done a second time.
 *
 * <p>Thread-safe: the lock of this object guards the process and whether it may still start.
 */
final class Training {
    /** Tells the launcher to have the JVM record, and where. */
    static final String OUTPUT = "PEERLOOM_AOT_OUTPUT";

    private static final String PREFIX = "PEERLOOM_";
    private static final List<String> KEPT = List.of("PEERLOOM_JAVA", "PEERLOOM_JAVA_OPTS");

    private final Path home;
    private @Nullable Process process;
    private boolean closed;

    Training(Path home) {
        this.home = home;
    }

    /**
     * Runs the node until it is ready and stops it.
     *
     * @param work an empty folder
     * @return the cache, in that folder; empty if there is none, for whatever reason
     */
    Optional<Path> run(Path work) throws IOException, InterruptedException {
        Path output = work.resolve("classes.aot");
        Process node = start(work, output);
        if (node == null) {
            return Optional.empty();
        }
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            boolean ready = line != null && line.startsWith("READY ");
            node.toHandle().destroy();
            // The JVM writes the cache before it ends, and says so.
            out.transferTo(java.io.Writer.nullWriter());
            node.waitFor();
            return ready && Files.isRegularFile(output) ? Optional.of(output) : Optional.empty();
        } finally {
            destroy(node);
        }
    }

    private synchronized @Nullable Process start(Path work, Path output) throws IOException {
        if (closed) {
            return null;
        }
        ProcessBuilder builder = new ProcessBuilder(command(work));
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith(PREFIX) && !KEPT.contains(name));
        builder.environment().put(OUTPUT, output.toString());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        process = builder.start();
        return process;
    }

    private List<String> command(Path work) throws IOException {
        Path config = Files.createFile(work.resolve("none.toml"));
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            command.addAll(List.of("/usr/bin/nice", "-n", "19"));
        }
        command.addAll(List.of(launcher().toString(), "run", "--host", "127.0.0.1", "--port", "0"));
        command.addAll(List.of("--config", config.toString()));
        command.addAll(List.of("--data-dir", work.resolve("data").toString()));
        command.addAll(List.of("--plugins-dir", home.resolve("lib/training").toString()));
        return command;
    }

    private Path launcher() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("bin"))) {
            return files.filter(file -> !file.toString().endsWith(".cmd"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IOException("no launcher in " + home.resolve("bin")));
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the process and keeps another one from starting. */
    synchronized void close() {
        closed = true;
        if (process != null) {
            destroy(process);
        }
    }

    /** The JVM that writes the cache is a child of the node's. */
    private static void destroy(Process node) {
        node.descendants().forEach(ProcessHandle::destroyForcibly);
        node.destroyForcibly();
    }
}
