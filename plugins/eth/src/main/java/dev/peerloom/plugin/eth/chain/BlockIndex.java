package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Which block of an export lies where, in one file that survives a kill: what was put since the
 * last {@link #commit} is not there after one.
 *
 * <p>One thread writes at a time; any thread reads. The store closes its file when a thread that
 * reads is interrupted; the next reader opens it again.
 */
final class BlockIndex implements AutoCloseable {
    private final Path file;

    /** Guarded by this. */
    private @Nullable Maps open;

    private boolean closed;

    /** Opens or creates the index; MVStoreException if the file is no such store or in use. */
    BlockIndex(Path file) {
        this.file = file;
        maps();
    }

    /** The blocks from 1 on, the numbers by hash, and a few words about the export. */
    private record Maps(
            MVStore store,
            MVMap<Long, byte[]> blocks,
            MVMap<Long, Long> numbers,
            MVMap<String, String> facts) {}

    private synchronized Maps maps() {
        if (closed) {
            throw new IllegalStateException("the block index is closed");
        }
        Maps maps = open;
        if (maps == null || maps.store().isClosed()) {
            MVStore store =
                    new MVStore.Builder()
                            .fileName(file.toString())
                            .autoCommitDisabled()
                            .cacheSize(8)
                            .open();
            store.setVersionsToKeep(0);
            maps =
                    new Maps(
                            store,
                            store.openMap(
                                    "blocks",
                                    new MVMap.Builder<Long, byte[]>()
                                            .keyType(LongDataType.INSTANCE)
                                            .valueType(ByteArrayDataType.INSTANCE)),
                            store.openMap(
                                    "numbers",
                                    new MVMap.Builder<Long, Long>()
                                            .keyType(LongDataType.INSTANCE)
                                            .valueType(LongDataType.INSTANCE)),
                            store.openMap(
                                    "facts",
                                    new MVMap.Builder<String, String>()
                                            .keyType(StringDataType.INSTANCE)
                                            .valueType(StringDataType.INSTANCE)));
            open = maps;
        }
        return maps;
    }

    /** The number of the last block; 0 if there is none. */
    long count() {
        return read(maps -> maps.blocks().sizeAsLong());
    }

    @Nullable BlockLocation block(long number) {
        byte[] bytes = read(maps -> maps.blocks().get(number));
        return bytes == null ? null : BlockLocation.of(bytes);
    }

    OptionalLong number(Hash32 hash) {
        for (long key = key(hash); ; key++) {
            long probe = key;
            Long number = read(maps -> maps.numbers().get(probe));
            if (number == null) {
                return OptionalLong.empty();
            }
            BlockLocation block = block(number);
            if (block != null && block.hash().equals(hash)) {
                return OptionalLong.of(number);
            }
        }
    }

    @Nullable String fact(String name) {
        return read(maps -> maps.facts().get(name));
    }

    void put(long number, BlockLocation block) {
        Maps maps = maps();
        maps.blocks().put(number, block.toBytes());
        long key = key(block.hash());
        while (maps.numbers().containsKey(key)) {
            key++; // hashes that share their first 8 bytes can be made, so they are told apart
        }
        maps.numbers().put(key, number);
    }

    void putFact(String name, String value) {
        maps().facts().put(name, value);
    }

    void commit() {
        maps().store().commit();
    }

    void clear() {
        Maps maps = maps();
        maps.blocks().clear();
        maps.numbers().clear();
        maps.facts().clear();
        commit();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (open != null && !open.store().isClosed()) {
            open.store().close();
        }
    }

    /** Puts an interrupt off until the answer is there: it would close the file for everyone. */
    private <T extends @Nullable Object> T read(Function<Maps, T> query) {
        boolean interrupted = Thread.interrupted();
        Maps maps = maps();
        try {
            return query.apply(maps);
        } catch (MVStoreException e) {
            interrupted |= Thread.interrupted();
            if (!maps.store().isClosed()) {
                throw e;
            }
            return query.apply(maps());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static long key(Hash32 hash) {
        return ByteBuffer.wrap(hash.toBytes()).getLong();
    }
}
