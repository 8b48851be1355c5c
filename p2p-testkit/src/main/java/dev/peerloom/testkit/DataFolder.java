package dev.peerloom.testkit;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that is made when it is first asked for, and deleted if it is temporary. Guarded by its
 * lock.
 */
final class DataFolder {
    private final Optional<Path> given;
    private @Nullable Path created;

    DataFolder(Optional<Path> given) {
        this.given = given;
    }

    synchronized Path create() {
        if (created == null) {
            try {
                created =
                        given.isPresent()
                                ? Files.createDirectories(given.get())
                                : Files.createTempDirectory("peerloom-test");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make the data directory", e);
            }
        }
        return created;
    }

    synchronized void delete() {
        if (created == null || given.isPresent()) {
            return;
        }
        try (Stream<Path> files = Files.walk(created)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            created = null;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot delete the data directory " + created + ": is a file in it open?", e);
        }
    }
}
