package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A chain in a block export, found through an index in a store of its own (decision record 0007).
 *
 * <p>Any thread reads. One thread at a time calls {@link #update}, which publishes a new head only
 * when the whole export is indexed: until then the old head, at first the genesis, is the last
 * block that exists.
 */
public final class StoredChain implements Chain, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StoredChain.class.getName());
    private static final int BATCH = 4096;

    private final GenesisChain genesis;
    private final ExportFile export;
    private final BlockIndex index;
    private final ChainImport importer;
    private volatile ChainHead head;

    private StoredChain(Genesis genesis, ExportFile export, BlockIndex index, int batch) {
        this.genesis = new GenesisChain(genesis);
        this.export = export;
        this.index = index;
        this.importer = new ChainImport(genesis, export, index, batch);
        this.head = this.genesis.head();
    }

    /**
     * Opens an export and its index. Nothing is imported yet.
     *
     * @param genesis the chain's first block
     * @param export the block export
     * @param index file of the index, made if there is none, made anew if it is corrupt
     * @return a chain whose head is the genesis
     * @throws IllegalArgumentException if there is no such export
     * @throws IOException if a file cannot be read
     */
    public static StoredChain open(Genesis genesis, Path export, Path index) throws IOException {
        return open(genesis, export, index, BATCH);
    }

    static StoredChain open(Genesis genesis, Path export, Path index, int batch)
            throws IOException {
        if (!Files.isRegularFile(export)) {
            throw new IllegalArgumentException("there is no block export " + export);
        }
        if (!Files.isReadable(export)) {
            throw new IllegalArgumentException("block export " + export + " cannot be read");
        }
        ExportFile file = new ExportFile(export);
        try {
            return new StoredChain(genesis, file, openIndex(index), batch);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static BlockIndex openIndex(Path file) throws IOException {
        try {
            return new BlockIndex(file);
        } catch (MVStoreException e) {
            if (e.getErrorCode() != DataUtils.ERROR_FILE_CORRUPT
                    && e.getErrorCode() != DataUtils.ERROR_UNSUPPORTED_FORMAT) {
                throw new IOException("block index " + file + " cannot be opened", e);
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "block index {0} is corrupt and made anew: {1}",
                    file,
                    e.getMessage());
            Files.delete(file);
            return new BlockIndex(file);
        }
    }

    /**
     * How much {@link #update} has to do; throws an index away that is of another export.
     *
     * @return bytes of the export that are not indexed; 0 if all is done
     * @throws IOException if the export cannot be read
     */
    public long pending() throws IOException {
        return importer.prepare();
    }

    /**
     * How much of the export is indexed; any thread may ask.
     *
     * @return from 0 to 1, which is all of it
     */
    public double progress() {
        return importer.progress();
    }

    /**
     * Indexes what is not indexed yet and publishes the new head. Call {@link #pending} once before
     * the first time.
     *
     * @param roots for the blocks' bodies
     * @param stopped asked before every block
     * @throws DamagedExportException if a block cannot be used; nothing new is published
     * @throws java.util.concurrent.CancellationException if it was stopped
     * @throws IOException if the export cannot be read
     */
    public void update(MerkleRoots roots, BooleanSupplier stopped) throws IOException {
        importer.run(roots, stopped);
        long count = index.count();
        BlockLocation last = index.block(count);
        if (last != null) {
            BlockHeader header = BlockHeader.decode(export.headerRlp(last));
            head = new ChainHead(count, header.hash(), header.timestamp());
        }
    }

    @Override
    public Hash32 genesisHash() {
        return genesis.genesisHash();
    }

    @Override
    public ChainHead head() {
        return head;
    }

    @Override
    public OptionalLong number(Hash32 hash) {
        OptionalLong number = genesis.number(hash);
        if (number.isEmpty()) {
            number = index.number(hash);
        }
        return number.isPresent() && number.getAsLong() <= head.number()
                ? number
                : OptionalLong.empty();
    }

    @Override
    public byte @Nullable [] headerRlp(long number) throws IOException {
        if (number == 0) {
            return genesis.headerRlp(0);
        }
        BlockLocation block = block(number);
        return block == null ? null : export.headerRlp(block);
    }

    @Override
    public byte @Nullable [] bodyRlp(long number) throws IOException {
        if (number == 0) {
            return genesis.bodyRlp(0);
        }
        BlockLocation block = block(number);
        return block == null ? null : export.bodyRlp(block);
    }

    private @Nullable BlockLocation block(long number) {
        return Long.compareUnsigned(number, head.number()) > 0 ? null : index.block(number);
    }

    @Override
    public void close() throws IOException {
        index.close();
        export.close();
    }
}
