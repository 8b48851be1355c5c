package dev.peerloom.verification.plugins;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A main class of these tests in a JVM of its own, on the module path if the tests are there and on
 * the class path if not. JUnit is not there: whether the JVM of the tests has it on the one path or
 * the other is the build tool's affair, and a program that used it would depend on that.
 */
final class ChildJvm {
    private static final String MODULE = "dev.peerloom.verification.plugins";
    private static final String CORE = "dev.peerloom.core/dev.peerloom.core";

    private final Process process;
    private final Path output;

    private ChildJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a program.
     *
     * @param folder where its output is written
     * @param options for the JVM
     */
    static ChildJvm start(Path folder, List<String> options, Class<?> main, Object... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Compiled code of the highest tier pays off in programs that run longer.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(options);
        String modules = withoutJunit(System.getProperty("jdk.module.path", ""));
        command.addAll(List.of("-cp", withoutJunit(System.getProperty("java.class.path"))));
        if (modules.isEmpty()) {
            command.add(main.getName());
        } else {
            command.addAll(onModulePath(modules));
            command.addAll(List.of("-m", MODULE + "/" + main.getName()));
        }
        for (Object arg : args) {
            command.add(arg.toString());
        }
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .start();
        return new ChildJvm(process, output);
    }

    private static String withoutJunit(String path) {
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(entry -> !new File(entry).getName().startsWith("junit-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> onModulePath(String modules) {
        return List.of(
                "--module-path",
                modules,
                "--patch-module",
                MODULE + "=" + Path.of("target", "test-classes"),
                "--add-opens",
                CORE + "=" + MODULE,
                "--add-exports",
                CORE + ".plugin=" + MODULE,
                "--add-exports",
                CORE + ".peer=" + MODULE,
                "--add-exports",
                CORE + ".rlpx=" + MODULE,
                "--add-exports",
                CORE + ".wire=" + MODULE,
                "--add-reads",
                MODULE + "=ALL-UNNAMED");
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        assertTrue(ended, "the program has not ended");
        return process.exitValue();
    }

    /** What it has written. */
    String output() throws IOException {
        return Files.readString(output);
    }
}
