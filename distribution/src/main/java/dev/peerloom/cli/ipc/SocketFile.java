package dev.peerloom.cli.ipc;

import dev.peerloom.core.ConfigurationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file that a Unix socket is found by. It is made in a folder that only we can enter, gets its
 * permissions there, and is then moved to its place: at no time can anybody else connect. Used by
 * one thread.
 */
final class SocketFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

    /** What the path of a socket in a folder of its own has more than that of the folder around. */
    static final int ADDED = "/.abcdef/s".length();

    private final Path path;
    private final ServerSocketChannel channel;
    private final Optional<Object> key;

    private SocketFile(Path path, ServerSocketChannel channel, Optional<Object> key) {
        this.path = path;
        this.channel = channel;
        this.key = key;
    }

    /** Opens a socket at a path; one that nobody listens on any more is replaced. */
    static SocketFile open(Path path) throws ConfigurationException {
        Path absolute = path.toAbsolutePath().normalize();
        check(absolute);
        try {
            return bind(absolute);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot open the admin socket %s: %s; choose another with --ipc"
                            .formatted(path, reason(e)),
                    e);
        }
    }

    private static void check(Path path) throws ConfigurationException {
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ConfigurationException(
                    ("the admin socket %s cannot be made: there is no folder %s; choose"
                                    + " another path with --ipc")
                            .formatted(path, folder));
        }
        if (!SocketPath.fits(path)) {
            throw new ConfigurationException(
                    ("the path of the admin socket needs %d bytes, the system allows %d:"
                                    + " %s; choose a shorter one with --ipc")
                            .formatted(SocketPath.needed(path), SocketPath.LONGEST, path));
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!isSocket(path)) {
            throw new ConfigurationException(
                    ("the admin socket %s cannot be made: a file that is no socket lies"
                                    + " there; choose another path with --ipc")
                            .formatted(path));
        }
        if (isLive(path)) {
            throw new ConfigurationException(
                    ("the admin socket %s is in use by another running node; choose another"
                                    + " path with --ipc")
                            .formatted(path));
        }
    }

    private static boolean isSocket(Path path) throws ConfigurationException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the admin socket %s cannot be looked at: %s".formatted(path, reason(e)), e);
        }
    }

    private static boolean isLive(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException e) {
            // Nobody listens: what is left of a node that was killed.
            LOG.debug("the socket {} is stale: {}", path, e.getMessage());
            return false;
        }
    }

    private static SocketFile bind(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try (Private folder = Private.beside(path)) {
            Path made = folder.socket();
            channel.bind(UnixDomainSocketAddress.of(made), 64);
            if (isPosix(made)) {
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(
                    made,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            SocketFile file = new SocketFile(path, channel, key(path));
            bound = true;
            return file;
        } finally {
            if (!bound) {
                channel.close();
            }
        }
    }

    /** Waits for a connection. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    /** Stops listening, and deletes the file if it is still ours. */
    @Override
    public void close() throws IOException {
        channel.close();
        // Another node may have found it stale just now, and put its own there.
        if (key.isEmpty() || key.equals(key(path))) {
            Files.deleteIfExists(path);
        }
    }

    private static Optional<Object> key(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey());
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String reason(IOException e) {
        return e.getMessage() + " (" + e.getClass().getSimpleName() + ")";
    }

    /**
     * A folder beside the socket that only we can enter.
     *
     * @param folder its path
     */
    private record Private(Path folder) implements AutoCloseable {
        private static final int ATTEMPTS = 100;

        static Private beside(Path path) throws IOException {
            FileAttribute<?>[] owner =
                    isPosix(path)
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0];
            for (int i = 0; i < ATTEMPTS; i++) {
                // Short, as the system's own temporary names would not fit where the socket does.
                int name = ThreadLocalRandom.current().nextInt(1 << 24);
                Path folder = path.resolveSibling(String.format(Locale.ROOT, ".%06x", name));
                try {
                    return new Private(Files.createDirectory(folder, owner));
                } catch (FileAlreadyExistsException e) {
                    LOG.debug("{} exists", folder, e);
                }
            }
            throw new IOException("no free name for a temporary folder beside it");
        }

        Path socket() {
            return folder.resolve("s");
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(socket());
            Files.delete(folder);
        }
    }
}
