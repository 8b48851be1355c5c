package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginTrust;

import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.VersionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds plugins in a directory and reads what they say of themselves. Stateless. */
final class PluginReader {
    private static final Logger LOG = LoggerFactory.getLogger(PluginReader.class);

    /** Ids whose methods and settings would look like the node's own. */
    private static final Set<String> TAKEN = Set.of("admin", "net", "web3", "rpc", "plugin");

    /** Ids name directories, settings, methods and metrics. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final VersionManager versions;
    private final Copier copier;
    private final TrustGate gate;

    /** Where a jar is read from: itself, or a copy that is made of it. */
    @FunctionalInterface
    interface Copier {
        Path copy(Path jar) throws IOException;

        /** Gives a copy back that was made for nothing. */
        default void release(Path copy) {}
    }

    PluginReader(VersionManager versions, Copier copier, PluginTrust trust) {
        this.versions = versions;
        this.copier = copier;
        this.gate = new TrustGate(trust);
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
        if (Files.isDirectory(file)) {
            List<Path> jars = new ArrayList<>();
            for (Path inside : list(file)) {
                if (isJar(inside)) {
                    jars.add(inside);
                }
            }
            return jars;
        }
        // What is read of a pipe or a device may never come, or never end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new PluginProblem("the plugin " + file + " is neither a jar nor a folder");
        }
        return List.of(file);
    }

    /**
     * Reads a plugin.
     *
     * @throws RefusedException if it is not trusted; that is known before any of it is read but its
     *     name and version
     */
    PluginPackage read(Path file) throws PluginProblem {
        Map<String, Path> copies = new TreeMap<>();
        boolean done = false;
        try {
            for (Path jar : jars(file)) {
                copies.put(fileName(jar), copier.copy(jar));
            }
            checkTrust(file, copies);
            PluginPackage plugin = read(file, copies);
            done = true;
            return plugin;
        } catch (IOException e) {
            throw new PluginProblem(
                    "the plugin " + file + " cannot be read: " + Text.describe(e), e);
        } finally {
            if (!done) {
                copies.values().forEach(copier::release);
            }
        }
    }

    private PluginPackage read(Path file, Map<String, Path> copies) throws PluginProblem {
        List<JarContents> read = new ArrayList<>();
        for (Map.Entry<String, Path> copy : copies.entrySet()) {
            Path original = Files.isDirectory(file) ? file.resolve(copy.getKey()) : file;
            read.add(JarContents.read("the plugin " + original, copy.getKey(), copy.getValue()));
        }
        List<JarContents> jars = Files.isDirectory(file) ? mainFirst(file, read) : read;
        PluginDescriptor descriptor = new Manifests().read(jars.getFirst().manifest());
        check(jars.getFirst().name(), descriptor);
        return new PluginPackage(file, descriptor, jars, PluginModules.of(jars));
    }

    private void checkTrust(Path file, Map<String, Path> copies) throws IOException, PluginProblem {
        Optional<String> refusal = gate.refuse(file, copies);
        if (refusal.isEmpty()) {
            return;
        }
        String id = fileName(file).replaceFirst("(?i)\\.jar$", "");
        String version = "";
        try {
            PluginPackage plugin = read(file, copies);
            id = plugin.id();
            version = plugin.version();
        } catch (PluginProblem e) {
            // Whatever else is wrong with it: that it is not trusted is what to say.
            LOG.debug("{} is not trusted, and broken", file, e);
        }
        throw new RefusedException(Text.oneLine(id), version, refusal.get());
    }

    private static List<JarContents> mainFirst(Path folder, List<JarContents> jars)
            throws PluginProblem {
        List<JarContents> main = new ArrayList<>();
        List<JarContents> libraries = new ArrayList<>();
        for (JarContents jar : jars) {
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

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Whether a file of a plugin's folder is one of its jars; hidden ones are left out. */
    static boolean isPartOfPlugin(Path file) {
        return isJar(file) && !fileName(file).startsWith(".");
    }

    private static boolean isJar(Path file) {
        return Files.isRegularFile(file)
                && file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static List<Path> list(Path directory) throws PluginProblem {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> !fileName(f).startsWith(".")).sorted().toList();
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
