package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.PluginFile;
import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Verifies plugins: reads them, then runs them in a process of their own. Immutable; each call has
 * a folder of its own.
 */
public final class Verifier {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Consumer<String> progress;
    private final Duration patience;

    /**
     * Makes a verifier.
     *
     * @param progress told what goes on, now and then: lines for people who wait
     */
    public Verifier(Consumer<String> progress) {
        this(progress, FOR_EVER);
    }

    /** One that waits for a step no longer than this. */
    Verifier(Consumer<String> progress, Duration patience) {
        this.progress = progress;
        this.patience = patience;
    }

    /**
     * Verifies one plugin. Takes up to half a minute, and longer for one that hangs.
     *
     * @param path the jar or the folder
     * @throws ConfigurationException if it, or one that it is to be used with, is not there or no
     *     jar at all
     */
    public VerifyReport verify(Path path, VerifyOptions options)
            throws ConfigurationException, InterruptedException {
        PluginFile plugin = PluginFile.read(path);
        List<CheckResult> results = new ArrayList<>();
        for (StaticCheck check : StaticCheck.ALL) {
            progress.accept(check.name());
            results.add(read(check, plugin));
        }
        try {
            Path work = Files.createTempDirectory("peerloom-verify");
            try {
                run(plugin, options, work, results);
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot make a temporary folder to run " + path + " in: " + e.getMessage(), e);
        }
        return new VerifyReport(path, plugin.id(), plugin.version(), options.seed(), results);
    }

    private static CheckResult read(StaticCheck check, PluginFile plugin) {
        try {
            return check.check(plugin);
        } catch (IOException e) {
            return CheckResult.fault(
                    check.name(), String.valueOf(e.getMessage()), "build the jar anew");
        }
    }

    private void run(PluginFile plugin, VerifyOptions options, Path work, List<CheckResult> results)
            throws ConfigurationException, IOException, InterruptedException {
        Path plugins = Files.createDirectory(work.resolve("plugins"));
        copy(plugin, plugins);
        for (Path other : options.with()) {
            copy(PluginFile.read(other), plugins);
        }
        if (results.stream().noneMatch(r -> r.outcome() == Outcome.FAULT)) {
            results.add(FitCheck.check(plugin, plugins));
        }
        if (results.stream().anyMatch(r -> cannotRun(r))) {
            for (TrialStep step : TrialStep.values()) {
                results.add(CheckResult.skipped(step.title(), "not tried: see the faults above"));
            }
            return;
        }
        TrialRequest request =
                new TrialRequest(
                        plugins,
                        work,
                        plugin.id(),
                        options.settings(),
                        options.seed(),
                        options.messages(),
                        options.time());
        Path file = request.write(work.resolve("request.json"));
        try (TrialProcess process = new TrialProcess(file, options.time(), patience)) {
            process.run(results::add, progress);
        }
        for (TrialStep step : TrialStep.values()) {
            if (results.stream().noneMatch(r -> r.check().equals(step.title()))) {
                results.add(CheckResult.skipped(step.title(), "not tried: see the faults above"));
            }
        }
    }

    /** What uses internals, say, may run all the same; what a node refuses cannot. */
    private static boolean cannotRun(CheckResult result) {
        return result.outcome() == Outcome.FAULT && !result.check().equals("internals");
    }

    private static void copy(PluginFile plugin, Path plugins)
            throws IOException, ConfigurationException {
        Path target =
                plugins.resolve(
                        String.valueOf(plugin.path().toAbsolutePath().normalize().getFileName()));
        if (Files.exists(target)) {
            throw new ConfigurationException(
                    "two of the plugins have the same file name: " + target.getFileName());
        }
        if (!plugin.folder()) {
            Files.copy(plugin.path(), target);
            return;
        }
        Files.createDirectory(target);
        for (var jar : plugin.jars()) {
            Files.copy(jar.path(), target.resolve(jar.name()));
        }
    }

    /** What cannot be deleted stays in the system's folder for such things. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
