package dev.peerloom.cli.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Copying, adding up and deleting of folders. */
final class Folders {
    private Folders() {}

    /** The files below a folder, as relative paths in a fixed order. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
        }
    }

    /** Copies the files below a folder that are wanted, if there is such a folder. */
    static void copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        for (Path file : files(from)) {
            if (wanted.test(file)) {
                copyFile(from.resolve(file), to.resolve(file));
            }
        }
    }

    /** Copies a file with its permissions. */
    static void copyFile(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    /** The SHA-256 sum of a file, in hexadecimal digits. */
    static String sum(Path file) throws IOException {
        return sum(file, "SHA-256");
    }

    /** A sum of a file, in hexadecimal digits, by an algorithm that every Java has. */
    static String sum(Path file, String algorithm) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** Deletes a folder and what is in it. */
    static void delete(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
