package dev.peerloom.verification.benchmarks.load;

import dev.peerloom.api.Enode;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node under test, as a process of its own. Immutable but for the process. */
final class Server implements AutoCloseable {
    private static final String READY = "READY ";
    private static final int STOP_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Enode enode;

    private Server(String name, Process process, Enode enode) {
        this.name = name;
        this.process = process;
        this.enode = enode;
    }

    /**
     * Starts a node and waits until it accepts connections.
     *
     * @param command what is run, with the options of {@code peerloom run} behind it
     * @param work where its data and its log go
     */
    static Server start(String name, List<String> command, Path plugins, Path work)
            throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("run", "--host", "127.0.0.1", "--port", "0", "--discovery", "none"));
        // A third of the places is kept for peers that a node dials itself.
        line.addAll(List.of("--max-peers", "20000", "--log-level", "warn"));
        line.addAll(List.of("--data-dir", work.resolve(name).toString()));
        line.addAll(List.of("--plugins-dir", plugins.toString()));
        File log = work.resolve(name + ".log").toFile();
        Process process =
                new ProcessBuilder(line)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String text = out.readLine(); text != null; text = out.readLine()) {
            if (text.startsWith(READY)) {
                return new Server(name, process, Enode.parse(text.substring(READY.length())));
            }
        }
        throw new IOException(name + " ended before it was ready: see " + log);
    }

    String name() {
        return name;
    }

    Enode enode() {
        return enode;
    }

    ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
