package dev.peerloom.core.plugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Copies of plugin jars, so that a jar can be replaced or deleted while its classes are in use.
 * Thread-safe: the lock of this object guards which there are. The directory belongs to one node:
 * what an earlier run left there is deleted.
 */
final class RunCopies implements PluginReader.Copier {
    private static final Logger LOG = LoggerFactory.getLogger(RunCopies.class);

    private final Path directory;
    private final Set<Path> copies = new HashSet<>();
    private boolean prepared;
    private long made;

    RunCopies(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory and deletes what a run that was killed left in it; once. */
    synchronized void prepare() throws IOException {
        if (prepared) {
            return;
        }
        prepared = true;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "copy*.jar")) {
            for (Path file : left) {
                if (file.getFileName().toString().matches("copy[0-9]+\\.jar")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Copies a jar, under a name that no copy of this run had: the JDK keeps what it knows of a jar
     * by its path. The copy stays until it is released.
     */
    @Override
    public Path copy(Path jar) throws IOException {
        prepare();
        Path copy = next();
        try {
            // One that an earlier run left, and that could not be deleted, is in the way.
            return Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            release(copy);
            throw e;
        }
    }

    private synchronized Path next() {
        made++;
        Path copy = directory.resolve("copy" + made + ".jar");
        copies.add(copy);
        return copy;
    }

    @Override
    public void release(Path copy) {
        synchronized (this) {
            copies.remove(copy);
        }
        delete(copy);
    }

    /** Deletes what is left. */
    synchronized void releaseAll() {
        copies.forEach(RunCopies::delete);
        copies.clear();
    }

    /** A copy that cannot be deleted now is when the directory is prepared the next time. */
    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("cannot delete the copy {}: {}", copy, Text.describe(e));
        }
    }
}
