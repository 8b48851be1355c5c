package dev.peerloom.plugin.eth.chain;

import dev.peerloom.plugin.eth.common.Hash32;

import java.nio.ByteBuffer;

/**
 * Where an export has a block, as the index keeps it: 48 bytes.
 *
 * @param hash the block's hash
 * @param offset where its header begins; its body's items follow at once
 * @param headerLength bytes of the header's RLP
 * @param bodyLength bytes of the body's items, without a list's header
 */
record BlockLocation(Hash32 hash, long offset, int headerLength, int bodyLength) {
    private static final int SIZE = Hash32.LENGTH + Long.BYTES + 2 * Integer.BYTES;

    byte[] toBytes() {
        return ByteBuffer.allocate(SIZE)
                .put(hash.toBytes())
                .putLong(offset)
                .putInt(headerLength)
                .putInt(bodyLength)
                .array();
    }

    static BlockLocation of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] hash = new byte[Hash32.LENGTH];
        in.get(hash);
        return new BlockLocation(Hash32.of(hash), in.getLong(), in.getInt(), in.getInt());
    }

    long end() {
        return offset + headerLength + bodyLength;
    }
}
