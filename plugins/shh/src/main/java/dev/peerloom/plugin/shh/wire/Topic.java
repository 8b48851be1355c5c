package dev.peerloom.plugin.shh.wire;

import java.util.HexFormat;

/**
 * What an envelope says that it is about: 4 bytes.
 *
 * @param bits the bytes, big-endian
 */
public record Topic(int bits) {
    /** Length in bytes. */
    public static final int LENGTH = 4;

    /**
     * Reads a topic.
     *
     * @param bytes 4 bytes
     * @return the topic
     * @throws IllegalArgumentException for another length
     */
    public static Topic of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a topic has 4 bytes, not " + bytes.length);
        }
        int bits = 0;
        for (byte b : bytes) {
            bits = bits << 8 | (b & 0xff);
        }
        return new Topic(bits);
    }

    /**
     * One of the bytes.
     *
     * @param index 0 to 3
     * @return 0 to 255
     */
    int at(int index) {
        return bits >>> (8 * (LENGTH - 1 - index)) & 0xff;
    }

    /**
     * The bytes.
     *
     * @return 4 of them
     */
    public byte[] toBytes() {
        return new byte[] {
            (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
        };
    }

    /** The topic as {@code 0x} and 8 digits. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().toHexDigits(bits);
    }
}
