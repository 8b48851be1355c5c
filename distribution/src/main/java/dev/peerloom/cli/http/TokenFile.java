package dev.peerloom.cli.http;

import dev.peerloom.core.ConfigurationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** The file with the token that callers over HTTP must know. Stateless. */
final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1024;
    private static final int RANDOM_BYTES = 32;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    private TokenFile() {}

    /**
     * The token in a file; a file that does not exist is made with a new one.
     *
     * @throws ConfigurationException if it cannot be read, others can read it, or it is no token
     */
    static String load(Path file) throws ConfigurationException {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            checkPermissions(file);
            return token(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot use the token file %s: %s (%s)"
                            .formatted(file, e.getMessage(), e.getClass().getSimpleName()),
                    e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        FileAttribute<?>[] owner =
                isPosix(file)
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        owner)) {
            String line = HexFormat.of().formatHex(random) + "\n";
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        }
        LOG.info("made a token for the admin interface over HTTP in {}", file);
    }

    private static void checkPermissions(Path file) throws IOException, ConfigurationException {
        if (!isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.retainAll(OTHERS);
        if (!permissions.isEmpty()) {
            throw new ConfigurationException(
                    "the token file %s can be used by others: run 'chmod 600 %s'"
                            .formatted(file, file));
        }
    }

    private static String token(Path file) throws IOException, ConfigurationException {
        long size = Files.size(file);
        String token = size > LONGEST ? "" : Files.readString(file).strip();
        boolean printable = token.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (token.length() < SHORTEST || !printable) {
            throw new ConfigurationException(
                    ("the token file %s must hold one token of %d to %d printable characters"
                                    + " without blanks; delete it, and a new one is made")
                            .formatted(file, SHORTEST, LONGEST));
        }
        return token;
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
