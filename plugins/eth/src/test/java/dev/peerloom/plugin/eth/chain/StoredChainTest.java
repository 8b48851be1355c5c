package dev.peerloom.plugin.eth.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.eth.common.Hash32;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

class StoredChainTest {
    private static final int LENGTH = 20;

    @TempDir Path directory;
    private TestChain blocks;
    private Path export;

    @BeforeEach
    void writeChain() throws IOException {
        blocks = TestChain.create(directory, LENGTH);
        export = blocks.write();
    }

    @Test
    void servesEveryBlockByNumberAndHash() throws IOException {
        try (StoredChain chain = open()) {
            assertTrue(chain.pending() > 0);
            update(chain);
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void servesBlocksFromBeforeShanghai() throws IOException {
        blocks = TestChain.beforeShanghai(directory, 7);
        export = blocks.write();
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void acceptsAnExportThatBeginsWithTheGenesis() throws IOException {
        Files.write(export, blocks.export(0, LENGTH));
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void servesNothingButTheGenesisUntilAllIsImported() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (StoredChain chain = open()) {
            chain.pending();
            BooleanSupplier look =
                    () -> {
                        assertEquals(0, chain.head().number());
                        assertTrue(chain.number(blocks.hash(1)).isEmpty());
                        return asked.incrementAndGet() > LENGTH;
                    };
            assertThrows(CancellationException.class, () -> update(chain, look));
            assertEquals(blocks.genesis().header().hash(), chain.head().hash());
            assertNull(chain.headerRlp(1));
        }
    }

    @Test
    void tellsHowFarAnImportHasCome() throws IOException {
        try (StoredChain chain = open()) {
            chain.pending();
            assertEquals(0, chain.progress());
            double[] last = {0};
            BooleanSupplier look =
                    () -> {
                        assertTrue(chain.progress() >= last[0] && chain.progress() < 1.000001);
                        last[0] = chain.progress();
                        return last[0] > 0.5;
                    };
            assertThrows(CancellationException.class, () -> update(chain, look));
            assertTrue(last[0] < 0.7, () -> "stopped at " + last[0]);
            update(chain);
            assertEquals(1, chain.progress());
        }
        try (StoredChain chain = open()) {
            chain.pending();
            assertEquals(1, chain.progress(), "it was imported before");
        }
    }

    @Test
    void goesOnWhereAStoppedImportEnded() throws IOException {
        AtomicInteger first = new AtomicInteger();
        try (StoredChain chain = open()) {
            chain.pending();
            assertThrows(
                    CancellationException.class,
                    () -> update(chain, () -> first.getAndIncrement() == 12));
        }
        AtomicInteger second = new AtomicInteger();
        try (StoredChain chain = open()) {
            assertEquals(Files.size(export) - blocks.offset(13), chain.pending());
            update(
                    chain,
                    () -> {
                        second.incrementAndGet();
                        return false;
                    });
            assertServesAll(chain, blocks);
        }
        assertEquals(LENGTH - 12 + 1, second.get());
    }

    @Test
    void doesNotImportAgainAtTheNextStart() throws IOException {
        importAll();
        try (StoredChain chain = open()) {
            assertEquals(0, chain.pending());
            update(
                    chain,
                    () -> {
                        throw new AssertionError("a block was imported");
                    });
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void importsWhatWasAppendedAndNoMore() throws IOException {
        importAll();
        blocks.grow(5, 1);
        Files.write(export, blocks.export(LENGTH + 1, LENGTH + 5), StandardOpenOption.APPEND);
        AtomicInteger asked = new AtomicInteger();
        try (StoredChain chain = open()) {
            assertEquals(blocks.export(LENGTH + 1, LENGTH + 5).length, chain.pending());
            update(
                    chain,
                    () -> {
                        asked.incrementAndGet();
                        return false;
                    });
            assertServesAll(chain, blocks);
        }
        assertEquals(6, asked.get());
    }

    @Test
    void startsAnewForAnotherExport() throws IOException {
        importAll();
        blocks = TestChain.create(directory, 0);
        blocks.grow(LENGTH, 2);
        export = blocks.write();
        try (StoredChain chain = open()) {
            assertEquals(Files.size(export), chain.pending());
            update(chain);
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void startsAnewForAShorterExport() throws IOException {
        importAll();
        Files.write(export, blocks.export(1, 5));
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            assertEquals(5, chain.head().number());
            assertTrue(chain.number(blocks.hash(6)).isEmpty());
        }
    }

    @Test
    void makesACorruptIndexAnew() throws IOException {
        importAll();
        byte[] noise = new byte[8192];
        Arrays.fill(noise, (byte) 'x');
        Files.write(index(), noise);
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void servesNoBlockThatChangedUnderIt() throws IOException {
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            byte[] changed = blocks.export(1, LENGTH);
            changed[(int) blocks.offset(9) + 40] ^= 1;
            Files.write(export, changed);
            assertThrows(IOException.class, () -> chain.headerRlp(9));
            assertThrows(IOException.class, () -> chain.bodyRlp(9));
            assertArrayEquals(blocks.header(8), chain.headerRlp(8));
        }
    }

    @Test
    void refusesToExtendAnExportThatWasReplaced() throws IOException {
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            blocks = TestChain.create(directory, 0);
            blocks.grow(LENGTH + 3, 2);
            blocks.write();
            assertThrows(IOException.class, () -> update(chain));
            assertEquals(LENGTH, chain.head().number());
        }
    }

    @Test
    void survivesReadersThatAreInterrupted() throws Exception {
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            Thread.currentThread().interrupt();
            assertArrayEquals(blocks.header(3), chain.headerRlp(3));
            assertEquals(OptionalLong.of(4), chain.number(blocks.hash(4)));
            assertTrue(Thread.interrupted());
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void survivesInterruptsAtAnyMoment() throws Exception {
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
            for (int round = 0; round < 50; round++) {
                FutureTask<Void> reading =
                        new FutureTask<>(
                                () -> {
                                    assertServesAll(chain, blocks);
                                    return null;
                                });
                Thread reader = Thread.ofPlatform().start(reading);
                for (int i = 0; i < round; i++) {
                    reader.interrupt();
                }
                reading.get();
            }
            assertServesAll(chain, blocks);
        }
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThrows(
                IllegalArgumentException.class,
                () -> StoredChain.open(blocks.genesis(), directory.resolve("none.rlp"), index()));
    }

    private void importAll() throws IOException {
        try (StoredChain chain = open()) {
            chain.pending();
            update(chain);
        }
    }

    private static void update(StoredChain chain) throws IOException {
        update(chain, () -> false);
    }

    private static void update(StoredChain chain, BooleanSupplier stopped) throws IOException {
        try (MerkleRoots roots = new MerkleRoots()) {
            chain.update(roots, stopped);
        }
    }

    private StoredChain open() throws IOException {
        return StoredChain.open(blocks.genesis(), export, index(), 4);
    }

    private Path index() {
        return directory.resolve("chain.index");
    }

    static void assertServesAll(StoredChain chain, TestChain blocks) throws IOException {
        assertEquals(blocks.head(), chain.head().number());
        assertEquals(blocks.hash(blocks.head()), chain.head().hash());
        assertEquals(0x10 + 12L * blocks.head(), chain.head().time());
        for (int number = 0; number <= blocks.head(); number++) {
            assertArrayEquals(blocks.header(number), chain.headerRlp(number));
            assertArrayEquals(blocks.body(number), chain.bodyRlp(number));
            assertEquals(OptionalLong.of(number), chain.number(blocks.hash(number)));
        }
        assertNull(chain.headerRlp(blocks.head() + 1));
        assertNull(chain.bodyRlp(-1));
        assertEquals(OptionalLong.empty(), chain.number(Hash32.ZERO));
    }
}
