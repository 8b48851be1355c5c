package dev.peerloom.cli.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;

/**
 * What a project consisted of at one time. Two that are equal were taken with no change between
 * them. Immutable.
 *
 * @param files classes and resources, by their paths in the jar
 * @param libraries jars, by their names
 */
record Snapshot(Map<String, Entry> files, Map<String, Entry> libraries) {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** One file. */
    record Entry(Path path, long size, FileTime modified) {}

    Snapshot {
        files = new TreeMap<>(files);
        libraries = new TreeMap<>(libraries);
    }

    /** The manifest among the resources. */
    Manifest manifest() throws IOException, IncompleteException {
        Entry entry = files.get(MANIFEST);
        if (entry == null) {
            throw new IncompleteException(
                    "has no META-INF/MANIFEST.MF among its compiled resources: put one with"
                            + " Plugin-Id and Plugin-Version into src/main/resources, as 'peerloom"
                            + " plugin new' does");
        }
        try (InputStream in = Files.newInputStream(entry.path())) {
            return new Manifest(in);
        }
    }

    /** Files but for the manifest. */
    Map<String, Path> content() {
        Map<String, Path> content = new TreeMap<>();
        files.forEach((name, entry) -> content.put(name, entry.path()));
        content.remove(MANIFEST);
        return content;
    }
}
