package dev.peerloom.plugin.eth.chain;

/**
 * A block of an export that agrees with itself.
 *
 * @param header its header
 * @param offset where its content (the header's first byte) lies in the file
 * @param headerLength bytes of the header's RLP
 * @param contentLength bytes of header and body
 */
record ExportedBlock(BlockHeader header, long offset, int headerLength, int contentLength) {
    BlockLocation location() {
        return new BlockLocation(header.hash(), offset, headerLength, contentLength - headerLength);
    }
}
