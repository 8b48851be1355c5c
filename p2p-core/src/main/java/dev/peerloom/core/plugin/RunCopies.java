package dev.peerloom.core.plugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Copies of plugin jars named by their SHA-256 sums, so that a jar can be replaced or deleted while
 * its classes are in use. Owned by the plugin host's thread. The directory belongs to one node:
 * what an earlier run left there is deleted.
 */
final class RunCopies implements PluginReader.Copier {
    private static final Logger LOG = LoggerFactory.getLogger(RunCopies.class);

    private final Path directory;
    private boolean prepared;

    /** How many plugins use a copy: two may bring the same library. */
    private final Map<Path, Integer> users = new HashMap<>();

    RunCopies(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory and deletes what a run that was killed left in it; once. */
    void prepare() throws IOException {
        if (prepared) {
            return;
        }
        prepared = true;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*.{jar,tmp}")) {
            for (Path file : left) {
                if (file.getFileName().toString().matches("[0-9a-f]{64}\\.jar|copy.*\\.tmp")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Copies a jar; the copy stays until it has been released as often as it was asked for. */
    @Override
    public Path copy(Path jar) throws IOException {
        prepare();
        Path temporary = Files.createTempFile(directory, "copy", ".tmp");
        try {
            Path copy = directory.resolve(copyWithSum(jar, temporary) + ".jar");
            if (users.merge(copy, 1, Integer::sum) == 1) {
                Files.move(temporary, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return copy;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Deletes a copy that nobody else uses. */
    @Override
    public void release(Path copy) {
        int left = users.getOrDefault(copy, 0) - 1;
        if (left > 0) {
            users.put(copy, left);
        } else {
            users.remove(copy);
            delete(copy);
        }
    }

    /** Deletes what is left. */
    void releaseAll() {
        users.keySet().forEach(RunCopies::delete);
        users.clear();
    }

    /** A copy that cannot be deleted now is when the directory is prepared the next time. */
    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("cannot delete the copy {}: {}", copy, Text.describe(e));
        }
    }

    private static String copyWithSum(Path from, Path to) throws IOException {
        MessageDigest sum = SignedContent.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(from), sum)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return HexFormat.of().formatHex(sum.digest());
    }
}
