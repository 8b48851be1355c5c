package dev.peerloom.cli.startup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The JVM's cache of loaded and linked classes (JEP 483, 514), with which a node starts in about
 * half the time. The launcher names the file and uses it if it is there; a running node makes it,
 * once for each set of jars, by having a second node start and stop in a process of its own.
 * Whatever goes wrong costs the next start its speed and nothing else.
 *
 * <p>Thread-safe: one thread of its own makes the cache, any other closes this object.
 */
public final class ClassCache implements AutoCloseable {
    /** Where the cache is or is to be; set by the launcher unless it was told not to. */
    private static final String PROPERTY = "peerloom.aot";

    private static final Logger LOG = LoggerFactory.getLogger(ClassCache.class);

    private final Path home;
    private final Path file;
    private final Training training;

    /**
     * A cache that is not made yet.
     *
     * @param home the folder of the distribution
     * @param file where the cache is to be
     */
    ClassCache(Path home, Path file) {
        this.home = home;
        this.file = file;
        training = new Training(home);
    }

    /** Begins to make the cache of this process' distribution, if that is wanted and not done. */
    public static Optional<ClassCache> begin(Optional<Path> home) {
        Optional<Path> file = Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
        if (home.isEmpty() || file.isEmpty()) {
            return Optional.empty();
        }
        ClassCache cache = new ClassCache(home.get(), file.get().toAbsolutePath());
        Thread.ofPlatform().daemon().name("class cache").start(cache::make);
        return Optional.of(cache);
    }

    /** Makes the cache unless it is there or another process makes it. Takes some seconds. */
    void make() {
        try {
            CacheStamp stamp = CacheStamp.now(file, home.resolve("lib"));
            if (stamp.isSettled()) {
                return;
            }
            Path folder = Files.createDirectories(folder());
            try (FileChannel lockFile =
                            FileChannel.open(
                                    folder.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = lockFile.tryLock()) {
                if (lock != null && !stamp.isSettled()) {
                    make(folder, stamp);
                }
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("another node of this process makes the class cache", e);
        } catch (IOException e) {
            // A folder that cannot be written to, for one: then each start takes as long as this.
            LOG.debug("no class cache: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path folder() {
        return Objects.requireNonNull(file.getParent(), "the cache lies in a folder");
    }

    /** The lock is held: whatever lies here half done is of a process that is gone. */
    private void make(Path folder, CacheStamp stamp) throws IOException, InterruptedException {
        deleteAll(folder, "making-*");
        Path work = Files.createTempDirectory(folder, "making-");
        try {
            Optional<Path> made = training.run(work);
            if (made.isPresent()) {
                deleteAll(folder, "peerloom-*");
                stamp.made(made.get());
                LOG.debug("class cache made: {}", file);
            } else if (!training.isClosed()) {
                stamp.failed();
                LOG.debug("no class cache: the JVM wrote none");
            }
        } finally {
            delete(work);
        }
    }

    private static void deleteAll(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            for (Path path : found) {
                delete(path);
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> below = Files.walk(path)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Ends the second node, should it be running. */
    @Override
    public void close() {
        training.close();
    }
}
