package dev.peerloom.cli.verify;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs a trial in a process of its own, with the same Java and the same classes, so that a plugin
 * which ends the process or never comes back is a fault in the report. Used by one thread.
 */
final class TrialProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrialProcess.class);
    private static final int LINES_KEPT = 3;

    /** In place of a line: there are no more. */
    @SuppressWarnings("StringOperationCanBeSimplified") // an object of its own
    private static final String END = new String("end");

    private final String word = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Deque<String> said = new ArrayDeque<>();
    private final Process process;
    private final Thread errors;
    private final Duration messageTime;
    private final Duration patience;
    private @Nullable TrialStep step;

    /**
     * Starts the process.
     *
     * @param request a file with the {@link TrialRequest}
     * @param messageTime how long messages are sent, which comes on top of the step's own limit
     * @param patience how long a step may take at most, if that is shorter than its own limit
     */
    TrialProcess(Path request, Duration messageTime, Duration patience) throws IOException {
        this.messageTime = messageTime;
        this.patience = patience;
        ProcessBuilder builder = new ProcessBuilder(command(request));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((word + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Thread.ofVirtual()
                .name("trial out")
                .start(() -> pump(process.getInputStream(), lines::add));
        errors =
                Thread.ofVirtual()
                        .name("trial err")
                        .start(() -> pump(process.getErrorStream(), this::keep));
    }

    private static List<String> command(Path request) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-Xshare:auto"));
        // In so short a life code that is compiled well costs more than it saves.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path", "");
        if (!classes.isEmpty()) {
            command.addAll(List.of("--class-path", classes));
        }
        if (TrialMain.class.getModule().isNamed()) {
            command.addAll(List.of("--module-path", modules));
            command.addAll(List.of("--add-modules", "ALL-DEFAULT"));
            command.addAll(List.of("--enable-native-access", "io.netty.common,dev.peerloom.core"));
            command.addAll(
                    List.of(
                            "--module",
                            TrialMain.class.getModule().getName()
                                    + "/"
                                    + TrialMain.class.getName()));
        } else {
            command.addAll(List.of("--enable-native-access", "ALL-UNNAMED"));
            command.add(TrialMain.class.getName());
        }
        command.add(request.toString());
        return command;
    }

    /** Hands over what results there are; what is missing at the end is a fault of the plugin. */
    void run(Consumer<CheckResult> results, Consumer<String> progress) throws InterruptedException {
        while (true) {
            long deadline = System.nanoTime() + limit().toNanos();
            TrialOutput.Line line = next(deadline, results);
            if (line == null) {
                return;
            }
            switch (line.kind()) {
                case "begin" -> step = line.step();
                case "result" -> results.accept(line.result());
                case "progress" -> progress.accept(line.text());
                default -> {
                    return;
                }
            }
        }
    }

    /** The next line that is not the plugin's own; null if there is none, which is then told. */
    private TrialOutput.@Nullable Line next(long deadline, Consumer<CheckResult> results)
            throws InterruptedException {
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                process.destroyForcibly();
                results.accept(
                        CheckResult.fault(
                                title(),
                                "it did not come back within " + limit().toSeconds() + " s",
                                "see that nothing in it waits or loops without a limit: name(),"
                                        + " version(), length() and static initialisers among"
                                        + " them"));
                return null;
            }
            if (isEnd(line)) {
                results.accept(ended());
                return null;
            }
            var parsed = TrialOutput.parse(word, line);
            if (parsed.isPresent()) {
                return parsed.get();
            }
        }
    }

    private CheckResult ended() throws InterruptedException {
        int code = process.waitFor();
        errors.join();
        String last = said.isEmpty() ? "" : "; it said: " + String.join(" | ", said);
        return CheckResult.fault(
                title(),
                "the process in which it ran ended with code " + code + last,
                "a plugin must not end the process: no System.exit, no Runtime.halt, and no more"
                        + " memory than there is");
    }

    @SuppressWarnings("ReferenceEquality") // the mark is this very object, whatever a line says
    private static boolean isEnd(String line) {
        return line == END;
    }

    private String title() {
        return step == null ? TrialStep.START.title() : step.title();
    }

    private Duration limit() {
        TrialStep current = step == null ? TrialStep.START : step;
        Duration own = current.limit().compareTo(patience) < 0 ? current.limit() : patience;
        return current == TrialStep.MESSAGES ? own.plus(messageTime) : own;
    }

    private synchronized void keep(String line) {
        if (!isEnd(line)) {
            said.addLast(line);
            if (said.size() > LINES_KEPT) {
                said.removeFirst();
            }
        }
    }

    private static void pump(InputStream stream, Consumer<String> lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty()) {
                    lines.accept(line);
                }
            }
        } catch (IOException e) {
            // Ending a process closes its streams, under whoever reads them: that is their end.
            LOG.debug("the trial's output ended: {}", e.getMessage());
        } finally {
            lines.accept(END);
        }
    }

    /** Ends the process, if it has not ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
