package dev.peerloom.cli.dist;

import dev.peerloom.cli.verify.CheckResult;
import dev.peerloom.cli.verify.Outcome;
import dev.peerloom.cli.verify.Verifier;
import dev.peerloom.cli.verify.VerifyOptions;
import dev.peerloom.cli.verify.VerifyReport;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.PluginKey;
import dev.peerloom.core.Plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes a distribution out of the one that this process runs in. Each call has a folder of its own,
 * which is gone afterwards; what was asked for appears at once, when it is whole. Immutable.
 */
public final class Builder {
    /** Enough to find a plugin that breaks; 'plugin verify' by itself goes on for longer. */
    private static final VerifyOptions TRIAL =
            new VerifyOptions(List.of(), Map.of(), 1, 500, Duration.ofSeconds(3));

    private final Path home;
    private final Map<String, String> environment;
    private final Consumer<String> progress;

    /**
     * Makes a builder.
     *
     * @param home the folder of this distribution
     * @param environment the environment variables, which name JDKs
     * @param progress told what goes on: a line for each step
     */
    public Builder(Path home, Map<String, String> environment, Consumer<String> progress) {
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.progress = progress;
    }

    /**
     * Makes a distribution.
     *
     * @param settings of plugins, by plugin id and key: what the default configuration says
     * @param form what to make
     * @param target the folder that it is written to
     * @return the archive, package or folder
     * @throws ConfigurationException if something that was asked for cannot be, or a plugin is not
     *     fit to be run
     */
    public Path build(Plan plan, Map<String, Map<String, String>> settings, Form form, Path target)
            throws ConfigurationException, IOException, InterruptedException {
        Path work = Files.createTempDirectory("peerloom-dist");
        try (Tools tools = new Tools(home)) {
            Packing packing = packing(plan, form, work);
            Path root = Files.createDirectories(packing.root());
            Path plugins = Files.createDirectory(root.resolve("plugins"));
            List<Ingredient> ingredients = new ArrayList<>();
            for (String source : plan.plugins()) {
                progress.accept("takes " + source);
                Path found = find(source, plan, tools, work);
                ingredients.add(Ingredient.take(source, found, plugins));
            }
            refuseUnsigned(plan, ingredients);
            for (Ingredient plugin : ingredients) {
                verify(plugin, ingredients, settings);
            }
            new Layout(home, plan, root).write(ingredients);
            if (plan.jdk()) {
                progress.accept("adds the JDK image");
                new JdkImage(home, plan).copyTo(root.resolve("jdk"));
            }
            packing.spread();
            Files.writeString(root.resolve("CONTENTS.json"), Contents.of(plan, ingredients, root));
            progress.accept("packs");
            return handOver(packing.pack(tools), target);
        } finally {
            Folders.delete(work);
        }
    }

    /** A path if there is such a file, else coordinates. */
    private static Path find(String source, Plan plan, Tools tools, Path work)
            throws ConfigurationException, IOException {
        if (!source.matches("[^:/\\\\]+(:[^:/\\\\]+){2,4}")) {
            return plan.folder().resolve(source);
        }
        List<Path> files = tools.run("resolve", source).lines().map(Path::of).toList();
        if (files.size() == 1) {
            return files.getFirst();
        }
        // With libraries of its own it is a folder: named for the artifact, as its author would.
        Path folder =
                Files.createDirectories(work.resolve("found").resolve(source.split(":", -1)[1]));
        for (Path file : files) {
            Folders.copyFile(file, folder.resolve(file.getFileName()));
        }
        return folder;
    }

    private static void refuseUnsigned(Plan plan, List<Ingredient> plugins)
            throws ConfigurationException {
        if (plan.allowList() || plan.keys().isEmpty()) {
            return;
        }
        List<PluginKey> keys = new ArrayList<>();
        for (String key : plan.keys()) {
            keys.add(key(plan, key));
        }
        for (Ingredient plugin : plugins) {
            if (Plugins.signer(plugin.path(), keys).isEmpty()) {
                throw new ConfigurationException(
                        "plugin %s is not signed for any plugin-key: sign it with 'plugin sign', or"
                                        .formatted(plugin.source())
                                + " set allow-list = true");
            }
        }
    }

    /** A key itself, or the PEM file that it stands in. */
    static PluginKey key(Plan plan, String key) throws ConfigurationException {
        Path file = plan.folder().resolve(key);
        if (Files.exists(file)) {
            return PluginKey.load(file);
        }
        try {
            return PluginKey.parse(key);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "plugin-key " + key + " is neither an Ed25519 public key nor a file with one",
                    e);
        }
    }

    private void verify(
            Ingredient plugin, List<Ingredient> all, Map<String, Map<String, String>> settings)
            throws ConfigurationException, InterruptedException {
        progress.accept("verifies " + plugin.id() + " " + plugin.version());
        List<Path> others =
                all.stream().filter(other -> !other.equals(plugin)).map(Ingredient::path).toList();
        VerifyOptions options =
                new VerifyOptions(others, settings, TRIAL.seed(), TRIAL.messages(), TRIAL.time());
        VerifyReport report = new Verifier(step -> {}).verify(plugin.path(), options);
        Optional<String> faults =
                Optional.of(
                                report.results().stream()
                                        .filter(result -> result.outcome() == Outcome.FAULT)
                                        .map(Builder::describe)
                                        .collect(Collectors.joining("; ")))
                        .filter(text -> !text.isEmpty());
        if (faults.isPresent()) {
            throw new ConfigurationException(
                    "plugin %s (%s) is not fit to be run: %s. 'plugin verify' tells more"
                            .formatted(plugin.id(), plugin.source(), faults.get()));
        }
    }

    private static String describe(CheckResult fault) {
        return fault.check() + ": " + fault.said();
    }

    private Packing packing(Plan plan, Form form, Path work)
            throws ConfigurationException, IOException, InterruptedException {
        return switch (form) {
            case ARCHIVE -> new Archive(plan, work);
            case DEB -> new DebPackage(plan, work);
            case APP_IMAGE -> new AppImage(plan, work, environment);
        };
    }

    /** A file comes with its sum and takes the place of one that is there; a folder does not. */
    private static Path handOver(Path packed, Path target)
            throws ConfigurationException, IOException {
        Files.createDirectories(target);
        String name = String.valueOf(packed.getFileName());
        Path result = target.resolve(name);
        if (Files.isDirectory(packed)) {
            if (Files.exists(result)) {
                throw new ConfigurationException(result + " is there already");
            }
            Path making = Files.createTempDirectory(target, name);
            Folders.copy(packed, making, file -> true);
            Files.setPosixFilePermissions(making, PosixFilePermissions.fromString("rwxr-xr-x"));
            return Files.move(making, result);
        }
        Path sums = packed.resolveSibling(name + ".sha256");
        Files.writeString(sums, Folders.sum(packed) + "  " + name + "\n");
        Files.move(sums, target.resolve(name + ".sha256"), StandardCopyOption.REPLACE_EXISTING);
        return Files.move(packed, result, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The version that distributions are made of. */
    static String peerloom() {
        return Node.version();
    }
}
