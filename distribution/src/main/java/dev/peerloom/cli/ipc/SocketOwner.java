package dev.peerloom.cli.ipc;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Whose a socket is. In a folder that is open to everybody, anybody may have put one under the name
 * that a node would give it, to be told what an operator says. Stateless.
 */
final class SocketOwner {
    private static final int ROOT = 0;

    private SocketOwner() {}

    /**
     * Checks a socket before anything is said on it.
     *
     * @throws ConfigurationException if it is somebody else's
     */
    static void check(Path path) throws ConfigurationException, IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && isOpenToAll(folder)) {
            check(path, ownUser());
        }
    }

    static void check(Path path, int user) throws ConfigurationException, IOException {
        int owner = owner(path);
        if (owner != user && owner != ROOT) {
            throw new ConfigurationException(
                    ("the socket %s belongs to %s, who may be anybody: its folder is open to all;"
                                    + " ask as that user, or run the node with another --ipc")
                            .formatted(path, Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)));
        }
    }

    private static boolean isOpenToAll(Path folder) throws IOException {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
                && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** Java does not tell which user a process is of; what it makes is that user's. */
    private static int ownUser() throws IOException {
        Path made = Files.createTempFile("peerloom", null);
        try {
            return owner(made);
        } finally {
            Files.delete(made);
        }
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
