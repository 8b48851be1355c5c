package dev.peerloom.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Files with one key each, read and written so that a private one stays private. Immutable. */
final class KeyFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final String key;
    private final String kind;

    /**
     * Reads and writes files of one kind.
     *
     * @param key what messages call what is in them: {@code node key}
     */
    KeyFiles(String key) {
        this.key = key;
        this.kind = key + " file";
    }

    /** Reads a file that nobody but its owner may have access to. */
    String readPrivate(Path file, int limit, String ifMissing) throws ConfigurationException {
        checkPermissions(file, ifMissing);
        return read(file, limit, ifMissing);
    }

    /**
     * Reads a file.
     *
     * @param limit how many bytes a key may have at most
     * @param ifMissing what to do if there is no such file, for the message
     */
    String read(Path file, int limit, String ifMissing) throws ConfigurationException {
        byte[] content;
        try (var in = Files.newInputStream(file)) {
            content = in.readNBytes(limit + 1);
        } catch (IOException e) {
            throw unreadable(file, ifMissing, e);
        }
        if (content.length > limit) {
            throw new ConfigurationException(
                    kind
                            + " "
                            + file
                            + " holds no "
                            + key
                            + ": it has more than "
                            + limit
                            + " bytes");
        }
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    /** Writes a new file that only its owner may read and write; one that exists is left alone. */
    void create(Path file, String key) throws ConfigurationException {
        byte[] text = key.getBytes(StandardCharsets.US_ASCII);
        try {
            write(file, text);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigurationException(
                    kind + " " + file + " exists already and is left as it is", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    kind + " " + file + " cannot be written: " + reason(e), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private void checkPermissions(Path file, String ifMissing) throws ConfigurationException {
        if (!hasPermissions(file)) {
            return;
        }
        // The advice below would lock everybody out of a folder that was named by mistake.
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(kind + " " + file + " cannot be read: it is a folder");
        }
        try {
            if (OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                return;
            }
        } catch (IOException e) {
            throw unreadable(file, ifMissing, e);
        }
        throw new ConfigurationException(
                kind + " " + file + " is open to other users: close it with chmod 600 " + file);
    }

    private ConfigurationException unreadable(Path file, String ifMissing, IOException e) {
        return new ConfigurationException(
                e instanceof NoSuchFileException
                        ? kind + " " + file + " does not exist: " + ifMissing
                        : kind + " " + file + " cannot be read: " + reason(e),
                e);
    }

    private static void write(Path file, byte[] text) throws IOException {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean complete = false;
        try (FileChannel channel = FileChannel.open(file, options, creation(file))) {
            try {
                ByteBuffer rest = ByteBuffer.wrap(text);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
                complete = true;
            } finally {
                if (!complete) {
                    // Half a key is no key, and would be in the way of the next attempt.
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static FileAttribute<?>[] creation(Path file) {
        return hasPermissions(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "its folder does not exist";
            case AccessDeniedException denied -> "access denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
