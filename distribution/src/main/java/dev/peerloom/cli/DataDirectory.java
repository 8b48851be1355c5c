package dev.peerloom.cli;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.NodeKey;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The folder that one node keeps its files in. While this object is open no other process can open
 * it. Used by one thread.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** Creates the folder if need be and takes it. */
    static DataDirectory open(Path path) throws ConfigurationException {
        create(path);
        FileChannel lockFile = null;
        try {
            lockFile =
                    FileChannel.open(
                            path.resolve("LOCK"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lock(lockFile) != null) {
                return new DataDirectory(path, lockFile);
            }
            lockFile.close();
        } catch (IOException e) {
            throw unusable(path, e);
        }
        throw new ConfigurationException(
                "the data directory "
                        + path
                        + " is in use by another running peerloom: stop that one, or choose"
                        + " another with --data-dir");
    }

    @org.jspecify.annotations.Nullable
    private static FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Creates a folder that only its owner can enter, if it does not exist. */
    static void create(Path path) throws ConfigurationException {
        try {
            boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] owner =
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0];
            Files.createDirectories(path, owner);
        } catch (FileAlreadyExistsException e) {
            throw new ConfigurationException("the data directory " + path + " is a file", e);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static ConfigurationException unusable(Path path, IOException e) {
        return new ConfigurationException(
                "cannot use the data directory %s: %s (%s); choose another with --data-dir"
                        .formatted(path, e.getMessage(), e.getClass().getSimpleName()),
                e);
    }

    /** Where the node's key lies if no other file is named. */
    static Path keyFile(Path dataDirectory) {
        return dataDirectory.resolve("nodekey");
    }

    /** The node's key: from the file that was named, else from here, made at the first run. */
    NodeKey key(Optional<Path> named) throws ConfigurationException {
        if (named.isPresent()) {
            return NodeKey.load(named.get());
        }
        Path own = keyFile(path);
        if (Files.exists(own)) {
            return NodeKey.load(own);
        }
        NodeKey key = NodeKey.generate();
        key.save(own);
        return key;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
