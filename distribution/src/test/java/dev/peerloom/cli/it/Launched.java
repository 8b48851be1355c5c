package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A started {@code bin/peerloom}. Two threads read what it writes; the test's thread asks. */
final class Launched implements AutoCloseable {
    /** What a shared machine may need at its worst; tests do not depend on it. */
    private static final int LIMIT_SECONDS = 120;

    /** In so short a life code that is compiled well costs more than it saves: twice the time. */
    static final String FAST = "-XX:TieredStopAtLevel=1";

    private static final String END = new String("end of stream");

    private final Process process;
    private final BlockingQueue<String> out;
    private final BlockingQueue<String> err;
    private final List<String> outSeen = new ArrayList<>();
    private final List<String> errSeen = new ArrayList<>();

    private Launched(Process process) {
        this.process = process;
        out = reader("stdout", process.getInputStream());
        err = reader("stderr", process.getErrorStream());
    }

    /** The folder that the build made. */
    static Path distribution() {
        return Path.of(System.getProperty("peerloom.dir"));
    }

    static Path launcher() {
        return distribution().resolve("bin").resolve("peerloom");
    }

    /**
     * Starts the distribution's launcher with the JDK that runs the tests, and with a cache of
     * classes: without one a start costs half as much again.
     */
    static Launched start(List<String> args) throws IOException {
        Map<String, String> environment =
                Map.of(
                        "PEERLOOM_JAVA",
                        System.getProperty("java.home"),
                        "PEERLOOM_JAVA_OPTS",
                        FAST + " -XX:AOTCache=" + Classes.CACHE + " -Xlog:aot*=off,cds*=off");
        return start(launcher(), environment, args);
    }

    /** The JVM's cache of loaded classes, made once for all tests. Options have no blanks. */
    private static final class Classes {
        static final Path CACHE = make();

        private Classes() {}

        private static Path make() {
            try {
                Path cache = Path.of("target", "it-classes.aot");
                Files.deleteIfExists(cache);
                Map<String, String> environment =
                        Map.of(
                                "PEERLOOM_JAVA",
                                System.getProperty("java.home"),
                                "PEERLOOM_AOT",
                                "",
                                "PEERLOOM_AOT_OUTPUT",
                                cache.toString());
                Path data = Files.createTempDirectory(Path.of("target"), "it-classes");
                try (Launched node = start(launcher(), environment, training(data))) {
                    node.awaitReady();
                    node.terminate();
                    assertEquals(0, node.exit(), node::toString);
                    assertTrue(Files.exists(cache), node::toString);
                }
                return cache;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static List<String> training(Path data) {
            List<String> args = new ArrayList<>(List.of("run", "--host", "127.0.0.1"));
            args.addAll(List.of("--port", "0", "--data-dir", data.toString(), "--plugins-dir"));
            args.add(distribution().resolve("lib").resolve("training").toString());
            return args;
        }
    }

    /** Starts the distribution's launcher with an input that the test {@linkplain #type types}. */
    static Launched interactive(List<String> args) throws IOException {
        Map<String, String> java = Map.of("PEERLOOM_JAVA", System.getProperty("java.home"));
        return start(launcher(), java, args, ProcessBuilder.Redirect.PIPE);
    }

    /** Starts a launcher in an environment. */
    static Launched start(Path launcher, Map<String, String> environment, List<String> args)
            throws IOException {
        File none = new File("/dev/null");
        return start(launcher, environment, args, ProcessBuilder.Redirect.from(none));
    }

    private static Launched start(
            Path launcher,
            Map<String, String> environment,
            List<String> args,
            ProcessBuilder.Redirect input)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(input);
        builder.environment().keySet().removeIf(name -> name.startsWith("PEERLOOM_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        // Made in the background while a node runs: for the tests that are about it.
        builder.environment().put("PEERLOOM_AOT", "off");
        builder.environment().put("PEERLOOM_JAVA_OPTS", FAST);
        builder.environment().putAll(environment);
        return new Launched(builder.start());
    }

    private static BlockingQueue<String> reader(String name, InputStream stream) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual()
                .name(name)
                .start(
                        () -> {
                            try (BufferedReader reader =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    stream, StandardCharsets.UTF_8))) {
                                reader.lines().forEach(lines::add);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } finally {
                                lines.add(END);
                            }
                        });
        return lines;
    }

    /** Waits for a line on standard output. */
    String awaitOut(Predicate<String> wanted) throws InterruptedException {
        return await(out, outSeen, wanted);
    }

    /** Waits for a line on standard error. */
    String awaitErr(Predicate<String> wanted) throws InterruptedException {
        return await(err, errSeen, wanted);
    }

    /** Waits for the line that says that it accepts connections; returns the enode. */
    String awaitReady() throws InterruptedException {
        String line = awaitOut(text -> true);
        assertTrue(line.matches("READY enode://[0-9a-f]{128}@127\\.0\\.0\\.1:[0-9]+"), line);
        return line.substring("READY ".length());
    }

    private String await(BlockingQueue<String> lines, List<String> seen, Predicate<String> wanted)
            throws InterruptedException {
        while (true) {
            String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (line == null || isEnd(line)) {
                throw new AssertionError("the line did not come; " + this);
            }
            seen.add(line);
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // the mark is this very object, whatever a line says
    private static boolean isEnd(String line) {
        return line == END;
    }

    /** Types a line into an interactive one. */
    void type(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** Ends the input of an interactive one. */
    void endInput() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
    }

    /** Asks it to stop, as an operator or a service manager does. */
    void terminate() {
        // Process.destroy() would close its output as well, before the end of it was read.
        assertTrue(process.toHandle().destroy(), this::toString);
    }

    /** Has it read its configuration again, as an operator or a service manager does. */
    void hangUp() throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        assertEquals(0, new ProcessBuilder("kill", "-HUP", pid).start().waitFor());
    }

    /** Waits for its end and returns the exit code. */
    int exit() throws InterruptedException {
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "still runs; " + this);
        drain(out, outSeen);
        drain(err, errSeen);
        return process.exitValue();
    }

    private static void drain(BlockingQueue<String> lines, List<String> seen)
            throws InterruptedException {
        while (true) {
            String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (line == null || isEnd(line)) {
                return;
            }
            seen.add(line);
        }
    }

    /** All of standard output, once it has ended. */
    List<String> out() {
        return outSeen;
    }

    /** All of standard error, once it has ended. */
    List<String> err() {
        return errSeen;
    }

    /** Checks that it ended as a user's mistake does: exit code, and one line on standard error. */
    void assertMistake(int code, String... parts) throws InterruptedException {
        assertEquals(code, exit(), this::toString);
        assertEquals(List.of(), out(), this::toString);
        // What the node said of its steps before is no matter; a warning would say the same twice.
        List<String> told = err().stream().filter(line -> !line.contains(" INFO ")).toList();
        assertEquals(1, told.size(), this::toString);
        String line = told.getFirst();
        assertTrue(line.startsWith("peerloom: "), line);
        for (String part : parts) {
            assertTrue(line.contains(part), line);
        }
    }

    @Override
    public String toString() {
        return "stdout so far: " + outSeen + ", stderr so far: " + errSeen;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
