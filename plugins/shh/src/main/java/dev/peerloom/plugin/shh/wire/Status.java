package dev.peerloom.plugin.shh.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

/**
 * The first message: {@code [version, minPow, bloom, lightNode]}, of which only the version must be
 * there.
 *
 * @param version the version of the protocol
 * @param minPow the least proof of work that the sender accepts; 0 if it does not say
 * @param bloom what the sender is interested in; everything if it does not say
 * @param light whether the sender forwards nothing
 */
public record Status(long version, double minPow, BloomFilter bloom, boolean light) {
    /** The version that this plugin speaks. */
    public static final int VERSION = 6;

    /**
     * Reads a status. What stands behind the fields that are known belongs to a later version and
     * is passed over.
     *
     * @param payload the message
     * @return its fields
     * @throws RlpException if it is something else
     */
    public static Status decode(byte[] payload) throws RlpException {
        RlpReader in = new RlpReader(payload);
        in.enterList();
        long version = in.readLong();
        double minPow = in.hasNext() ? PowRequirement.read(in) : 0;
        BloomFilter bloom = in.hasNext() ? bloom(in) : BloomFilter.FULL;
        boolean light = in.hasNext() && bool(in);
        while (in.hasNext()) {
            in.skip();
        }
        in.leaveList();
        in.end();
        return new Status(version, minPow, bloom, light);
    }

    /** A full node may leave its filter empty, as go-ethereum's does. */
    private static BloomFilter bloom(RlpReader in) throws RlpException {
        byte[] bytes = in.readBytes();
        if (bytes.length == 0) {
            return BloomFilter.FULL;
        }
        if (bytes.length != BloomFilter.LENGTH) {
            throw new RlpException("a bloom filter has 64 bytes, not " + bytes.length);
        }
        return BloomFilter.of(bytes);
    }

    private static boolean bool(RlpReader in) throws RlpException {
        long value = in.readLong();
        if (value != 0 && value != 1) {
            throw new RlpException("a boolean is 0 or 1, not " + Long.toUnsignedString(value));
        }
        return value == 1;
    }

    /**
     * The message.
     *
     * @return the payload
     */
    public byte[] encode() {
        return new RlpWriter()
                .startList()
                .write(version)
                .write(Double.doubleToRawLongBits(minPow))
                .write(bloom.toBytes())
                .write(light ? 1 : 0)
                .endList()
                .toByteArray();
    }
}
