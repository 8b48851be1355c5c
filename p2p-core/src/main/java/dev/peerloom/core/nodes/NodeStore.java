package dev.peerloom.core.nodes;

import dev.peerloom.core.ConfigurationException;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * One file with two tables of bytes. A kill leaves it as it was at the last {@link #commit}. Used
 * by one thread, which nobody interrupts: the store closes its file under a thread that is.
 */
final class NodeStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStore.class);

    /** Chunks with less of use in them are written anew, so that the file does not grow. */
    private static final int FILL_RATE = 60;

    private static final int COMPACT_AT_ONCE = 1 << 20;
    private static final int COMPACT_AT_CLOSE_MILLIS = 200;
    private static final int CACHE_MIB = 1;

    private final MVStore store;
    private final MVMap<String, byte[]> nodes;
    private final MVMap<String, byte[]> bans;

    private NodeStore(MVStore store) {
        this.store = store;
        store.setVersionsToKeep(0);
        nodes = store.openMap("nodes", table());
        bans = store.openMap("bans", table());
    }

    private static MVMap.Builder<String, byte[]> table() {
        return new MVMap.Builder<String, byte[]>()
                .keyType(StringDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE);
    }

    /**
     * Opens or creates a file. One that cannot be read is put aside, and another one is begun: what
     * was known of nodes is no reason not to start.
     */
    static NodeStore open(Path file) throws ConfigurationException {
        try {
            return new NodeStore(openFile(file));
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED || !Files.isRegularFile(file)) {
                throw unusable(file, e);
            }
            putAside(file, e);
        }
        try {
            return new NodeStore(openFile(file));
        } catch (MVStoreException e) {
            throw unusable(file, e);
        }
    }

    private static MVStore openFile(Path file) {
        return new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(CACHE_MIB)
                .open();
    }

    private static void putAside(Path file, MVStoreException why) throws ConfigurationException {
        Path aside = file.resolveSibling(file.getFileName() + ".broken");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            e.addSuppressed(why);
            throw unusable(file, e);
        }
        LOG.warn(
                "The node database {} cannot be read and lies at {} now; what was known of other"
                        + " nodes is lost, and so are the bans: {}",
                file,
                aside,
                firstLine(why));
    }

    private static ConfigurationException unusable(Path file, Exception e) {
        return new ConfigurationException(
                "cannot use the node database " + file + ": " + firstLine(e), e);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    Map<String, byte[]> nodes() {
        return nodes;
    }

    Map<String, byte[]> bans() {
        return bans;
    }

    /** Makes what was put and removed since the last commit last. */
    void commit() {
        store.commit();
        if (store.compact(FILL_RATE, COMPACT_AT_ONCE)) {
            store.commit();
        }
    }

    boolean isClosed() {
        return store.isClosed();
    }

    @Override
    public void close() {
        if (!store.isClosed()) {
            store.close(COMPACT_AT_CLOSE_MILLIS);
        }
    }
}
