package dev.peerloom.cli.inspect;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A plugin as it lies on disk. Immutable.
 *
 * @param path the jar or the folder
 * @param folder whether it is a folder
 * @param jars the jar, or the folder's jars, the one with the plugin's manifest first
 */
public record PluginFile(Path path, boolean folder, List<JarFacts> jars) {
    private static final String API = "dev.peerloom.api";

    /** Copies. */
    public PluginFile {
        jars = List.copyOf(jars);
    }

    /**
     * Reads a plugin.
     *
     * @throws ConfigurationException if it is not there, or cannot be one
     */
    public static PluginFile read(Path path) throws ConfigurationException {
        if (!Files.exists(path)) {
            throw new ConfigurationException("the plugin " + path + " does not exist");
        }
        boolean folder = Files.isDirectory(path);
        // What is read of a pipe or a device may never come, or never end.
        if (!folder && !Files.isRegularFile(path)) {
            throw new ConfigurationException(
                    "the plugin " + path + " is neither a jar nor a folder");
        }
        List<JarFacts> jars = new ArrayList<>();
        for (Path jar : folder ? jarsIn(path) : List.of(path)) {
            try {
                jars.add(JarFacts.read(jar));
            } catch (IOException e) {
                throw new ConfigurationException(
                        jar + " is not a readable jar: " + e.getMessage(), e);
            }
        }
        if (jars.isEmpty()) {
            throw new ConfigurationException("the folder " + path + " holds no jar");
        }
        jars.sort((a, b) -> Boolean.compare(isMain(b), isMain(a)));
        return new PluginFile(path, folder, jars);
    }

    private static boolean isMain(JarFacts jar) {
        return !jar.attribute("Plugin-Id").isEmpty();
    }

    private static List<Path> jarsIn(Path folder) throws ConfigurationException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(PluginFile::isVisibleJar)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isVisibleJar(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(".jar") && !name.startsWith(".");
    }

    /** The jar with the plugin's manifest. */
    public JarFacts main() {
        return jars.getFirst();
    }

    /** The manifest's {@code Plugin-Id}, empty if there is none. */
    public String id() {
        return main().attribute("Plugin-Id");
    }

    /** The manifest's {@code Plugin-Version}, empty if there is none. */
    public String version() {
        return main().attribute("Plugin-Version");
    }

    /** Every package that the plugin brings. */
    public Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        jars.forEach(jar -> packages.addAll(jar.packages()));
        return packages;
    }

    /** Classes of the API that are packed with the plugin, which the node provides. */
    public List<String> apiClasses() {
        return jars.stream()
                .flatMap(jar -> jar.classes().keySet().stream())
                .filter(name -> name.startsWith(API + "."))
                .toList();
    }

    /** How the plugin is made. */
    public String form() {
        JarFacts main = main();
        String form;
        if (main.module().isPresent()) {
            form = "named module " + main.module().get().name();
        } else if (main.moduleProblem().isPresent()) {
            form = "broken module";
        } else if (!main.extensions().isEmpty()) {
            form = "classic PF4J jar";
        } else {
            form = "plain jar";
        }
        return folder ? "folder of " + jars.size() + " jars, " + form : form;
    }
}
