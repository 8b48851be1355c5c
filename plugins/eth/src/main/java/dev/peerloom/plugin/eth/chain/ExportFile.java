package dev.peerloom.plugin.eth.chain;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.plugin.eth.common.Hash32;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads indexed blocks out of an export, from any thread. Not a channel: those are closed for
 * everyone when one reading thread is interrupted.
 */
final class ExportFile implements Closeable {
    private final Path path;

    /** Guards the file, which has one position. */
    private final ReentrantLock lock = new ReentrantLock();

    private final RandomAccessFile file;

    ExportFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "r");
    }

    Path path() {
        return path;
    }

    byte[] headerRlp(BlockLocation block) throws IOException {
        byte[] header = read(block.offset(), block.headerLength());
        checkHeader(block, header, header.length);
        return header;
    }

    byte[] bodyRlp(BlockLocation block) throws IOException {
        byte[] content = read(block.offset(), block.headerLength() + block.bodyLength());
        checkHeader(block, content, block.headerLength());
        byte[] body = list(content, block.headerLength(), block.bodyLength());
        try {
            RlpReader reader = new RlpReader(body);
            reader.skip();
            reader.end();
        } catch (RlpException e) {
            throw changed(e);
        }
        return body;
    }

    /** Whether the file still has that block's header there. */
    boolean has(BlockLocation block) throws IOException {
        if (block.end() > size()) {
            return false;
        }
        byte[] header = read(block.offset(), block.headerLength());
        return Hash32.keccak(header).equals(block.hash());
    }

    long size() throws IOException {
        return file.length();
    }

    private void checkHeader(BlockLocation block, byte[] content, int length) throws IOException {
        if (!Hash32.keccak(content, 0, length).equals(block.hash())) {
            throw changed(null);
        }
    }

    private IOException changed(@Nullable Throwable cause) {
        return new IOException(
                "block export " + path + " was changed after it was indexed: restart the node",
                cause);
    }

    private byte[] read(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        lock.lock();
        try {
            file.seek(offset);
            file.readFully(bytes);
        } catch (EOFException e) {
            throw changed(e);
        } finally {
            lock.unlock();
        }
        return bytes;
    }

    /** Puts items that follow each other into a list. */
    private static byte[] list(byte[] items, int from, int length) {
        int lengthBytes = length < 56 ? 0 : (39 - Integer.numberOfLeadingZeros(length)) / 8;
        byte[] list = new byte[1 + lengthBytes + length];
        list[0] = (byte) (lengthBytes == 0 ? 0xc0 + length : 0xf7 + lengthBytes);
        for (int i = 0; i < lengthBytes; i++) {
            list[lengthBytes - i] = (byte) (length >>> (8 * i));
        }
        System.arraycopy(items, from, list, 1 + lengthBytes, length);
        return list;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
