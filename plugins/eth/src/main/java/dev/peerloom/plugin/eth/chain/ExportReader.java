package dev.peerloom.plugin.eth.chain;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads a block export (the RLP of block after block) from some offset on, without trusting it.
 *
 * <p>A reader belongs to one thread. It reads a stream, not a channel: an interrupt must not close
 * the file.
 */
final class ExportReader implements Closeable {
    /** No block of any network comes near; a length beyond is damage, not a block. */
    static final int MAX_BLOCK = 64 << 20;

    private static final int LONG_LIST = 0xf7;
    private static final int SHORT_LIST = 0xc0;

    private final Path file;
    private final long size;
    private final InputStream in;
    private long offset;

    /** Only the first {@code size} bytes are read, whatever is appended meanwhile. */
    ExportReader(Path file, long offset, long size) throws IOException {
        this.file = file;
        this.size = size;
        this.offset = offset;
        FileInputStream stream = new FileInputStream(file.toFile());
        try {
            stream.skipNBytes(offset);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
        this.in = new BufferedInputStream(stream, 1 << 18);
    }

    /** Where the next block begins. */
    long offset() {
        return offset;
    }

    /** The next block; null at the end of the file. */
    @Nullable ExportedBlock next(MerkleRoots roots) throws IOException {
        if (offset == size) {
            return null;
        }
        long start = offset;
        byte[] content = content();
        try {
            RlpReader reader = new RlpReader(content);
            byte[] headerRlp = reader.readRaw();
            BlockHeader header = BlockHeader.decode(headerRlp);
            BlockBody.check(reader, header, roots);
            reader.end();
            return new ExportedBlock(
                    header, offset - content.length, headerRlp.length, content.length);
        } catch (RlpException e) {
            throw new DamagedExportException(file, start, String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses the block that begins at an offset. */
    DamagedExportException damaged(long at, String what) {
        return new DamagedExportException(file, at, what);
    }

    private byte[] content() throws IOException {
        long start = offset;
        int first = read(start, 1)[0] & 0xFF;
        if (first < SHORT_LIST) {
            throw damaged(
                    start,
                    start == 0 && first == 0x1f
                            ? "it looks compressed, gunzip it first"
                            : "no block begins there (an RLP list was expected)");
        }
        long length = first <= LONG_LIST ? first - SHORT_LIST : longLength(start, first);
        if (length > MAX_BLOCK) {
            throw damaged(start, "a block is announced that is larger than every limit");
        }
        if (length > size - offset) {
            throw damaged(
                    start,
                    "the block has " + length + " bytes, but only " + (size - offset) + " follow");
        }
        return read(start, (int) length);
    }

    private long longLength(long start, int first) throws IOException {
        long length = 0;
        for (byte b : read(start, first - LONG_LIST)) {
            length = length > MAX_BLOCK ? length : (length << 8) | (b & 0xFF);
        }
        if (length <= LONG_LIST - SHORT_LIST) {
            throw damaged(start, "the block's length is not canonical RLP");
        }
        return length;
    }

    private byte[] read(long start, int length) throws IOException {
        if (length > size - offset) {
            throw damaged(start, "the file ends within a block");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw damaged(start, "the file became shorter while it was read");
        }
        offset += length;
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
