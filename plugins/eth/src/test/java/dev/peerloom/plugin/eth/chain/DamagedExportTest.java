package dev.peerloom.plugin.eth.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.rlp.RlpWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;

/** Exports that cannot be used, and what is said about them. */
class DamagedExportTest {
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
    void namesTheOffsetWhereverTheFileIsCutShort() throws IOException {
        byte[] whole = blocks.export(1, 3);
        for (int length = 1; length < whole.length; length += length % 600 < 12 ? 1 : 41) {
            int block = length < blocks.offset(2) ? 1 : length < blocks.offset(3) ? 2 : 3;
            if (length == blocks.offset(block)) {
                continue; // nothing is missing
            }
            assertDamaged(Arrays.copyOf(whole, length), blocks.offset(block));
        }
    }

    @Test
    void namesTheOffsetOfABlockWithAnyByteChanged() throws IOException {
        byte[] whole = blocks.export(1, 4);
        for (int at = (int) blocks.offset(2); at < blocks.offset(3); at += 7) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            DamagedExportException e = damage(damaged);
            // What the block itself cannot show, its child does: it names another parent.
            assertTrue(
                    e.offset() == blocks.offset(2) || e.offset() == blocks.offset(3),
                    "byte " + at + ": " + e.getMessage());
        }
    }

    @Test
    void refusesABlockThatIsMissing() throws IOException {
        ByteArrayOutputStream gap = new ByteArrayOutputStream();
        gap.writeBytes(blocks.export(1, 4));
        gap.writeBytes(blocks.export(6, 7));
        assertDamaged(gap.toByteArray(), blocks.offset(5));
    }

    @Test
    void refusesABlockOfAnotherChain() throws IOException {
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.writeBytes(blocks.export(1, 4));
        TestChain other = TestChain.create(directory, 0);
        other.grow(5, 9);
        mixed.writeBytes(other.export(5, 5));
        assertDamaged(mixed.toByteArray(), blocks.offset(5));
    }

    @Test
    void refusesABodyThatItsHeaderDoesNotCommitTo() throws IOException {
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.writeBytes(blocks.export(1, 4));
        mixed.writeBytes(TestChain.block(blocks.header(5), blocks.body(6)));
        assertDamaged(mixed.toByteArray(), blocks.offset(5));
    }

    @Test
    void refusesAnotherGenesis() throws IOException {
        TestChain other =
                TestChain.beforeShanghai(Files.createDirectory(directory.resolve("o")), 2);
        assertDamaged(other.export(0, 2), 0);
    }

    @Test
    void refusesLengthsThatNoBlockHas() throws IOException {
        byte[] huge = {(byte) 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertDamaged(huge, 0);
        assertDamaged(new byte[] {(byte) 0xf8, 0x10, 1, 2, 3}, 0);
        assertDamaged(new RlpWriter().write("text").toByteArray(), 0);
    }

    @Test
    void saysThatACompressedFileIsCompressed() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(blocks.export(1, LENGTH));
        }
        DamagedExportException e = damage(zipped.toByteArray());
        assertTrue(String.valueOf(e.getMessage()).contains("gunzip"), e.getMessage());
    }

    private void assertDamaged(byte[] content, long offset) throws IOException {
        DamagedExportException e = damage(content);
        assertEquals(offset, e.offset(), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("at byte " + offset), e.getMessage());
    }

    /** Imports a damaged file, twice: the second time there is a half index to go on with. */
    private DamagedExportException damage(byte[] content) throws IOException {
        Files.write(export, content);
        Files.deleteIfExists(index());
        DamagedExportException damage = null;
        for (int start = 0; start < 2; start++) {
            try (StoredChain chain = open()) {
                chain.pending();
                damage = assertThrows(DamagedExportException.class, () -> update(chain));
                assertEquals(0, chain.head().number());
            }
        }
        return damage;
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
}
