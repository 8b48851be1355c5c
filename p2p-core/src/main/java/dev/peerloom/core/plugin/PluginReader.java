package dev.peerloom.core.plugin;

import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.VersionManager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds plugins in a directory and reads what they say of themselves. Stateless. */
final class PluginReader {
    /** Ids whose methods and settings would look like the node's own. */
    private static final Set<String> TAKEN = Set.of("admin", "net", "web3", "rpc", "plugin");

    /** Ids name directories, settings, methods and metrics. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final VersionManager versions;
    private final Copier copier;

    /** Where a jar is read from: itself, or a copy that is made of it. */
    @FunctionalInterface
    interface Copier {
        Path copy(Path jar) throws IOException;
    }

    PluginReader(VersionManager versions, Copier copier) {
        this.versions = versions;
        this.copier = copier;
    }

    /** The jars and folders in a directory, by name; hidden ones are left out. */
    static List<Path> find(Path directory) throws PluginProblem {
        if (!Files.isDirectory(directory)) {
            throw new PluginProblem(
                    Files.exists(directory)
                            ? "the plugins directory " + directory + " is not a directory"
                            : "the plugins directory "
                                    + directory
                                    + " does not exist: create it, or name another one");
        }
        return list(directory).stream().filter(p -> Files.isDirectory(p) || isJar(p)).toList();
    }

    /** The jars that a plugin is made of: the file itself, or those in the folder. */
    static List<Path> jars(Path file) throws PluginProblem {
        return Files.isDirectory(file)
                ? list(file).stream().filter(PluginReader::isJar).toList()
                : List.of(file);
    }

    /** Reads a plugin. */
    PluginPackage read(Path file) throws PluginProblem {
        List<JarContents> jars = Files.isDirectory(file) ? folder(file) : List.of(jar(file));
        Manifest manifest = jars.getFirst().manifest();
        PluginDescriptor descriptor = new Manifests().read(manifest);
        check(jars.getFirst().name(), descriptor);
        return new PluginPackage(file, descriptor, jars, PluginModules.of(jars));
    }

    private List<JarContents> folder(Path folder) throws PluginProblem {
        List<JarContents> main = new ArrayList<>();
        List<JarContents> libraries = new ArrayList<>();
        for (Path file : jars(folder)) {
            JarContents jar = jar(file);
            (idOf(jar).isEmpty() ? libraries : main).add(jar);
        }
        if (main.isEmpty()) {
            throw new PluginProblem(
                    "the plugin folder "
                            + folder
                            + " holds no jar with a Plugin-Id in its manifest");
        }
        if (main.size() > 1) {
            throw new PluginProblem(
                    "the plugin folder "
                            + folder
                            + " holds two plugins, "
                            + main.get(0).fileName()
                            + " and "
                            + main.get(1).fileName()
                            + ": only one jar of a folder may have a Plugin-Id");
        }
        main.addAll(libraries);
        return main;
    }

    private JarContents jar(Path file) throws PluginProblem {
        String name = "the plugin " + file;
        Path fileName = file.getFileName();
        try {
            return JarContents.read(
                    name, fileName == null ? "" : fileName.toString(), copier.copy(file));
        } catch (IOException e) {
            throw new PluginProblem(name + " cannot be read: " + Text.describe(e), e);
        }
    }

    private void check(String name, PluginDescriptor descriptor) throws PluginProblem {
        String id = descriptor.getPluginId() == null ? "" : descriptor.getPluginId();
        if (id.isEmpty()) {
            throw new PluginProblem(name + " has no Plugin-Id in its manifest");
        }
        if (!ID.matcher(id).matches()) {
            throw new PluginProblem(
                    name
                            + " has a Plugin-Id that is not made of letters, digits, '-', '_' and"
                            + " single dots: "
                            + Text.oneLine(id));
        }
        if (TAKEN.contains(id.toLowerCase(Locale.ROOT))) {
            throw new PluginProblem(
                    name + " has the Plugin-Id " + id + ", which the node keeps for itself");
        }
        if (descriptor.getVersion() == null) {
            throw new PluginProblem(name + " has no Plugin-Version in its manifest");
        }
        if (!isVersion(descriptor.getVersion())) {
            throw new PluginProblem(
                    name
                            + " has a Plugin-Version that is not one like 1.2.3: "
                            + Text.oneLine(descriptor.getVersion()));
        }
    }

    private boolean isVersion(String version) {
        try {
            return versions.compareVersions(version, version) == 0;
        } catch (RuntimeException e) { // the parser's own kinds, which PF4J does not name
            return false;
        }
    }

    private static String idOf(JarContents jar) {
        String id =
                jar.manifest()
                        .getMainAttributes()
                        .getValue(ManifestPluginDescriptorFinder.PLUGIN_ID);
        return id == null ? "" : id;
    }

    private static boolean isJar(Path file) {
        return Files.isRegularFile(file)
                && file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static List<Path> list(Path directory) throws PluginProblem {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> !String.valueOf(f.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new PluginProblem("cannot list " + directory + ": " + Text.describe(e), e);
        }
    }

    /** PF4J's reading of its manifest keys. */
    private static final class Manifests extends ManifestPluginDescriptorFinder {
        PluginDescriptor read(Manifest manifest) {
            return createPluginDescriptor(manifest);
        }
    }
}
