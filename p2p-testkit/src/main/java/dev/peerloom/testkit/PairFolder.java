package dev.peerloom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the nodes of a pair keep what they keep, until they are closed. Immutable.
 *
 * @param root a temporary folder
 */
record PairFolder(Path root) implements AutoCloseable {
    static PairFolder create() throws IOException {
        return new PairFolder(Files.createTempDirectory("peerloom-pair"));
    }

    Path data(String node) {
        return root.resolve(node).resolve("data");
    }

    /** Copies plugins to where a node looks for them. */
    Path plugins(String node, List<Path> jarsOrFolders) throws IOException {
        Path folder = Files.createDirectories(root.resolve(node).resolve("plugins"));
        for (Path plugin : jarsOrFolders) {
            copy(plugin, folder.resolve(plugin.toAbsolutePath().getFileName()));
        }
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root + ": is a file in it open?", e);
        }
    }
}
