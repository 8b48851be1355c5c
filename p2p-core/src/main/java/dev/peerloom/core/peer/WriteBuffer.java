package dev.peerloom.core.peer;

import dev.peerloom.core.rlpx.Snappy;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * What a link needs while it has something to write: room for frames that wait to be handed over,
 * and a compressor with its output. Taken from a pool by the holder of the link's write token and
 * given back when nothing is pending, so that an idle link holds none.
 */
final class WriteBuffer {
    /** Room for frames; one hand-over is at most this long: 64 KiB. */
    static final int CAPACITY = 1 << 16;

    /** Payloads up to this size are compressed into the buffer's own array. */
    private static final int SMALL_PAYLOAD = 1 << 16;

    final byte[] frames = new byte[CAPACITY];
    final Snappy.Compressor compressor = new Snappy.Compressor();
    private final byte[] compressed = new byte[Snappy.maxCompressedLength(SMALL_PAYLOAD)];

    /** An array that takes the compressed form of a payload of that size. */
    byte[] compressedRoom(int payloadLength) {
        return payloadLength <= SMALL_PAYLOAD
                ? compressed
                : new byte[Snappy.maxCompressedLength(payloadLength)];
    }

    /** Spare buffers of a node; thread-safe, bounded. */
    static final class Pool {
        private static final int SPARE = 64;
        private final ArrayBlockingQueue<WriteBuffer> spare = new ArrayBlockingQueue<>(SPARE);

        WriteBuffer take() {
            WriteBuffer buffer = spare.poll();
            return buffer != null ? buffer : new WriteBuffer();
        }

        void giveBack(WriteBuffer buffer) {
            boolean kept = spare.offer(buffer);
            assert kept || spare.size() > 0 : "a full pool drops what it is given";
        }
    }
}
