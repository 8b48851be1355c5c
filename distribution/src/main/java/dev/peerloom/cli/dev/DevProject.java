package dev.peerloom.cli.dev;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The project of a plugin, as a build tool leaves it. Immutable.
 *
 * @param folder the project
 * @param classes where classes and resources lie; Gradle writes them to two folders
 * @param plugins where the build puts plugins together, each in a folder of its own
 */
record DevProject(Path folder, List<Path> classes, Path plugins) {
    /** Looks at a folder. */
    static DevProject of(Path folder) throws ConfigurationException {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(
                    "the dev plugin %s is %s: name the folder of a plugin's project"
                            .formatted(folder, Files.exists(folder) ? "no folder" : "not there"));
        }
        Path maven = folder.resolve("target");
        Path gradle = folder.resolve("build");
        if (Files.isDirectory(maven.resolve("classes"))) {
            return new DevProject(
                    folder, List.of(maven.resolve("classes")), maven.resolve("plugin"));
        }
        if (Files.isDirectory(gradle.resolve("classes/java/main"))) {
            return new DevProject(
                    folder,
                    List.of(gradle.resolve("classes/java/main"), gradle.resolve("resources/main")),
                    gradle.resolve("plugin"));
        }
        throw new ConfigurationException(
                "the dev plugin %s is not compiled: run 'mvn compile' (or 'gradle classes') there"
                                .formatted(folder)
                        + " first; what is loaded is target/classes (or build/classes)");
    }

    /** What the project consists of now. */
    Snapshot snapshot() throws IOException {
        Map<String, Snapshot.Entry> files = new TreeMap<>();
        for (Path root : classes) {
            collect(root, files);
        }
        Map<String, Snapshot.Entry> libraries = new TreeMap<>();
        if (Files.isDirectory(plugins)) {
            try (Stream<Path> jars = Files.walk(plugins, 2)) {
                for (Path jar : jars.filter(DevProject::isJar).toList()) {
                    if (!isPlugin(jar)) {
                        add(String.valueOf(jar.getFileName()), jar, libraries);
                    }
                }
            }
        }
        return new Snapshot(files, libraries);
    }

    private static void collect(Path root, Map<String, Snapshot.Entry> files) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                add(name, file, files);
            }
        }
    }

    /**
     * A file that a compiler has just deleted is not there: the next look shows what came of it.
     */
    private static void add(String name, Path file, Map<String, Snapshot.Entry> files)
            throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            files.put(name, new Snapshot.Entry(file, now.size(), now.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            files.remove(name);
        }
    }

    private static boolean isJar(Path file) {
        return file.toString().endsWith(".jar") && Files.isRegularFile(file);
    }

    /** The plugin's own jar, from the last time that it was packed; its classes are newer. */
    private static boolean isPlugin(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue("Plugin-Id") != null;
        }
    }
}
