package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Brings an index up to its export: continues where the last commit ended, be it after a kill or
 * because blocks were appended; starts again if the file is another one.
 *
 * <p>Each block is checked before it is indexed: its number and parent, and that its body is the
 * one that its header commits to. Belongs to one thread.
 */
final class ChainImport {
    private static final System.Logger LOG = System.getLogger(ChainImport.class.getName());

    private static final String GENESIS = "genesis";
    private static final String COMPLETE = "complete";

    private final Genesis genesis;
    private final ExportFile export;
    private final BlockIndex index;
    private final int batch;

    /** The part that is indexed, for any thread to see. */
    private volatile double progress;

    /** Commits after every {@code batch} blocks. */
    ChainImport(Genesis genesis, ExportFile export, BlockIndex index, int batch) {
        this.genesis = genesis;
        this.export = export;
        this.index = index;
        this.batch = batch;
    }

    /** Throws an index away that is not of this genesis and file; returns how many bytes remain. */
    long prepare() throws IOException {
        String of = index.fact(GENESIS);
        if (of != null && !(of.equals(genesis.header().hash().toString()) && sameFile())) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "block export {0} is not the one that was indexed: indexing it anew",
                    export.path());
            index.clear();
        }
        if (isComplete()) {
            progress = 1;
            return 0;
        }
        long size = export.size();
        progress = part(nextOffset(), size);
        return Math.max(1, size - nextOffset());
    }

    /** The part of the export that is indexed: 0 to 1. Any thread. */
    double progress() {
        return progress;
    }

    /** Of a file without anything in it, all is there. */
    private static double part(long offset, long size) {
        return size == 0 ? 1 : (double) offset / size;
    }

    /**
     * Imports what remains. DamagedExportException for a block that cannot be used; those before it
     * stay indexed.
     */
    void run(MerkleRoots roots, BooleanSupplier stopped) throws IOException {
        if (isComplete()) {
            return;
        }
        if (!sameFile()) {
            throw new IOException(
                    "block export " + export.path() + " is not the one that was indexed any more");
        }
        long size = export.size();
        String state = state(size);
        index.putFact(GENESIS, genesis.header().hash().toString());
        try (ExportReader reader = new ExportReader(export.path(), nextOffset(), size)) {
            importAll(reader, size, roots, stopped);
        }
        index.putFact(COMPLETE, state);
        index.commit();
        progress = 1;
    }

    private void importAll(
            ExportReader reader, long size, MerkleRoots roots, BooleanSupplier stopped)
            throws IOException {
        long number = index.count();
        Hash32 parent = number == 0 ? genesis.header().hash() : last(number).hash();
        while (true) {
            if (stopped.getAsBoolean()) {
                index.commit();
                throw new CancellationException("the import was stopped");
            }
            long start = reader.offset();
            ExportedBlock block = reader.next(roots);
            if (block == null) {
                return;
            }
            BlockHeader header = block.header();
            if (number == 0 && header.number() == 0 && start == 0) {
                checkGenesis(reader, header);
                continue;
            }
            check(reader, start, header, number + 1, parent);
            index.put(++number, block.location());
            parent = header.hash();
            progress = part(reader.offset(), size);
            if (number % batch == 0) {
                index.commit();
                report(number, reader.offset(), size);
            }
        }
    }

    private void checkGenesis(ExportReader reader, BlockHeader header) {
        if (!header.hash().equals(genesis.header().hash())) {
            throw reader.damaged(
                    0,
                    "it begins with another genesis block ("
                            + header.hash()
                            + ") than the genesis file gives ("
                            + genesis.header().hash()
                            + ")");
        }
    }

    private static void check(
            ExportReader reader, long start, BlockHeader header, long number, Hash32 parent) {
        if (header.number() != number) {
            throw reader.damaged(
                    start,
                    "block "
                            + Long.toUnsignedString(header.number())
                            + " stands where block "
                            + number
                            + " should");
        }
        if (!header.parentHash().equals(parent)) {
            throw reader.damaged(
                    start,
                    "block "
                            + number
                            + " follows "
                            + header.parentHash()
                            + ", but the block before it is "
                            + parent);
        }
    }

    private void report(long number, long offset, long size) {
        LOG.log(
                System.Logger.Level.INFO,
                "indexing block export {0}: {1} blocks, {2} %",
                export.path(),
                Long.toString(number),
                Long.toString(offset * 100 / size));
    }

    /** Whether index and export are as the last finished import left them. */
    boolean isComplete() throws IOException {
        return state(export.size()).equals(index.fact(COMPLETE));
    }

    private boolean sameFile() throws IOException {
        long count = index.count();
        return count == 0 || (export.has(last(1)) && export.has(last(count)));
    }

    private long nextOffset() {
        long count = index.count();
        return count == 0 ? 0 : last(count).end();
    }

    private BlockLocation last(long number) {
        @Nullable BlockLocation block = index.block(number);
        if (block == null) {
            throw new IllegalStateException("the block index lacks block " + number);
        }
        return block;
    }

    private String state(long size) throws IOException {
        Path path = export.path();
        return size + " bytes of " + Files.getLastModifiedTime(path).toMillis();
    }
}
