package dev.peerloom.cli.dist;

import dev.peerloom.cli.Brand;
import dev.peerloom.cli.Manuals;
import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a distribution consists of besides its plugins and its JDK. Used by one thread. */
final class Layout {
    private static final List<String> DOCUMENTS = List.of("LICENSE", "NOTICE", "sbom.cdx.json");
    private static final List<String> FOLDERS = List.of("lib", "monitoring");

    private final Path home;
    private final Plan plan;
    private final Path root;

    /**
     * Makes a layout.
     *
     * @param home the distribution that it is taken from
     * @param root the folder of the new one
     */
    Layout(Path home, Plan plan, Path root) {
        this.home = home;
        this.plan = plan;
        this.root = root;
    }

    void write(List<Ingredient> plugins) throws IOException, ConfigurationException {
        for (String folder : FOLDERS) {
            // A brand of the distribution that this one is made of is not its own.
            Folders.copy(
                    home.resolve(folder),
                    root.resolve(folder),
                    file -> !Path.of(folder).resolve(file).equals(Brand.FILE));
        }
        for (String document : DOCUMENTS) {
            if (Files.exists(home.resolve(document))) {
                Folders.copyFile(home.resolve(document), root.resolve(document));
            }
        }
        String command = Brand.current().name();
        Path bin = home.resolve("bin");
        Folders.copyFile(bin.resolve(command), root.resolve("bin").resolve(plan.name()));
        Path windows = bin.resolve(command + ".cmd");
        if (Files.exists(windows)) {
            Folders.copyFile(windows, root.resolve("bin").resolve(plan.name() + ".cmd"));
        }
        brand();
        unit(bin.resolveSibling("systemd").resolve(command + ".service"));
        configuration(plugins);
        Manuals.write(new Brand(plan.name(), plan.version(), plan.banner(), false), root);
        Files.writeString(root.resolve("README.md"), readme(plugins));
    }

    private void brand() throws IOException {
        String text =
                "name=%s\nversion=%s\nbanner=%s\n"
                        .formatted(plan.name(), plan.version(), escape(plan.banner()));
        Files.writeString(root.resolve(Brand.FILE), text);
    }

    /** The service's unit, under the new name; the settings' environment variables keep theirs. */
    private void unit(Path unit) throws IOException {
        if (Files.exists(unit)) {
            Brand brand = Brand.current();
            String text =
                    Files.readString(unit)
                            .replace(brand.name(), plan.name())
                            .replace(brand.clientName(), plan.name());
            Path systemd = Files.createDirectories(root.resolve("systemd"));
            Files.writeString(systemd.resolve(plan.name() + ".service"), text);
        }
    }

    private static String escape(String banner) {
        return banner.replace("\\", "\\\\");
    }

    /** Whom to let in comes first: after a section's heading it would belong to the section. */
    private void configuration(List<Ingredient> plugins)
            throws IOException, ConfigurationException {
        List<String> lines = new ArrayList<>();
        if (plan.allowList()) {
            lines.add("# Only the plugins that this distribution was made with, unchanged.");
            lines.add("plugin-allow = [" + quoted(plugins.stream().map(Ingredient::sum).toList()));
        }
        if (!plan.keys().isEmpty()) {
            List<String> keys = new ArrayList<>();
            for (String key : plan.keys()) {
                keys.add(Builder.key(plan, key).toString());
            }
            lines.add("# Plugins that are signed for these keys.");
            lines.add("plugin-key = [" + quoted(keys));
        }
        Optional<Path> given = plan.config();
        Path base = given.orElse(home.resolve("conf").resolve(Brand.current().name() + ".toml"));
        String text = Files.exists(base) || given.isPresent() ? Files.readString(base) : "";
        if (!lines.isEmpty()) {
            text = String.join("\n", lines) + "\n\n" + text;
        }
        Path conf = Files.createDirectories(root.resolve("conf"));
        Files.writeString(conf.resolve(plan.name() + ".toml"), text);
    }

    private static String quoted(List<String> values) {
        return values.stream()
                .map(value -> "\"" + value + "\"")
                .collect(Collectors.joining(", ", "", "]"));
    }

    private String readme(List<Ingredient> plugins) {
        String list =
                plugins.stream()
                        .map(plugin -> "- " + plugin.id() + " " + plugin.version())
                        .collect(Collectors.joining("\n"));
        return """
               # %1$s %2$s

               %3$s

               ```
               bin/%1$s run          # a node; prints READY enode://... once it accepts connections
               bin/%1$s run --help   # every option
               bin/%1$s attach peers # what a running node says
               ```

               `conf/%1$s.toml` has the settings, `CONTENTS.json` what this distribution was made of.
               It is made of Peerloom %4$s, with these plugins:

               %5$s
               """
                .formatted(
                        plan.name(),
                        plan.version(),
                        plan.banner().isEmpty() ? "A devp2p node." : plan.banner(),
                        Builder.peerloom(),
                        list.isEmpty() ? "none" : list);
    }
}
