package dev.peerloom.cli.startup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a cache was made from, and whether that went well: a text beside it. Immutable.
 *
 * @param file the cache
 * @param origin the Java and the jars
 */
record CacheStamp(Path file, String origin) {
    private static final String MADE = "made\n";
    private static final String FAILED = "failed\n";

    /** The stamp of a cache made now, of the jars in a folder. */
    static CacheStamp now(Path file, Path libraries) throws IOException {
        Set<String> lines = new TreeSet<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(libraries, "*.jar")) {
            for (Path jar : jars) {
                lines.add(
                        "%s %d %d"
                                .formatted(
                                        jar.toAbsolutePath(),
                                        Files.size(jar),
                                        Files.getLastModifiedTime(jar).toMillis()));
            }
        }
        String java = System.getProperty("java.home") + " " + Runtime.version();
        return new CacheStamp(file, java + "\n" + String.join("\n", lines) + "\n");
    }

    private Path stampFile() {
        return file.resolveSibling(file.getFileName() + ".made-of");
    }

    /**
     * Whether there is nothing to make: the cache is of these jars, or they could not be cached.
     */
    boolean isSettled() throws IOException {
        try {
            String text = Files.readString(stampFile());
            return text.equals(FAILED + origin)
                    || (text.equals(MADE + origin) && Files.isRegularFile(file));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Puts a new cache in its place. */
    void made(Path newCache) throws IOException {
        // A cache without its stamp is made again; a stamp must never be beside another cache.
        Files.deleteIfExists(stampFile());
        Files.move(newCache, file, StandardCopyOption.ATOMIC_MOVE);
        write(MADE + origin);
    }

    /** Notes that it did not work, so that not every start tries it again. */
    void failed() throws IOException {
        write(FAILED + origin);
    }

    private void write(String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".made-of.new");
        Files.writeString(half, text);
        Files.move(half, stampFile(), StandardCopyOption.ATOMIC_MOVE);
    }
}
