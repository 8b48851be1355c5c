package dev.peerloom.plugin.shh.crypto;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A hash of 32 bytes, as four numbers: an envelope's name.
 *
 * @param a bytes 0 to 7, big-endian
 * @param b bytes 8 to 15
 * @param c bytes 16 to 23
 * @param d bytes 24 to 31
 */
public record Hash32(long a, long b, long c, long d) {
    /**
     * The bytes.
     *
     * @return 32 of them
     */
    public byte[] toBytes() {
        return ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    /** A hash is random already. */
    @Override
    public int hashCode() {
        return (int) a;
    }

    /** The hash as {@code 0x} and 64 digits. */
    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(toBytes());
    }
}
