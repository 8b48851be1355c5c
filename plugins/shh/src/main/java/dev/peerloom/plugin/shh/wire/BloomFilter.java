package dev.peerloom.plugin.shh.wire;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The topics that a node is interested in, some more by chance: 512 bits, of which a topic has up
 * to three. By value; immutable.
 *
 * <p>What a topic needs is less than what it sets: where two of its bits lie in one byte,
 * go-ethereum keeps the last only. Nodes must agree on what matches, so an envelope is asked for
 * the bits that go-ethereum asks for, while all three are announced.
 */
public final class BloomFilter {
    /** Length in bytes. */
    public static final int LENGTH = 64;

    /** The filter of a full node, which takes every topic. */
    public static final BloomFilter FULL = new BloomFilter(full());

    /** The filter of a node that takes nothing. */
    public static final BloomFilter EMPTY = new BloomFilter(new byte[LENGTH]);

    private final byte[] bits;
    private final boolean isFull;

    private BloomFilter(byte[] owned) {
        bits = owned;
        isFull = Arrays.equals(owned, full());
    }

    private static byte[] full() {
        byte[] bits = new byte[LENGTH];
        Arrays.fill(bits, (byte) 0xff);
        return bits;
    }

    /**
     * Reads a filter.
     *
     * @param bytes 64 bytes
     * @return the filter
     * @throws IllegalArgumentException for another length
     */
    public static BloomFilter of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a bloom filter has 64 bytes, not " + bytes.length);
        }
        return new BloomFilter(bytes.clone());
    }

    /**
     * The filter of some topics.
     *
     * @param topics which
     * @return a filter that each of them matches
     */
    public static BloomFilter ofTopics(Collection<Topic> topics) {
        byte[] bits = new byte[LENGTH];
        for (Topic topic : topics) {
            for (int j = 0; j < 3; j++) {
                int index = index(topic, j);
                bits[index >>> 3] |= (byte) (1 << (index & 7));
            }
        }
        return new BloomFilter(bits);
    }

    private static int index(Topic topic, int j) {
        return topic.at(j) + ((topic.at(3) & 1 << j) == 0 ? 0 : 256);
    }

    /**
     * Whether this filter lets a topic through.
     *
     * @param topic which
     * @return true if the bits are set that the topic needs
     */
    public boolean matches(Topic topic) {
        if (isFull) {
            return true;
        }
        int first = index(topic, 0);
        int second = index(topic, 1);
        int third = index(topic, 2);
        return isSet(third)
                && (second >>> 3 == third >>> 3 || isSet(second))
                && (first >>> 3 == second >>> 3 || first >>> 3 == third >>> 3 || isSet(first));
    }

    private boolean isSet(int index) {
        return (bits[index >>> 3] & 1 << (index & 7)) != 0;
    }

    /**
     * Both filters in one.
     *
     * @param other the other
     * @return a filter that lets through what either does
     */
    public BloomFilter or(BloomFilter other) {
        byte[] union = bits.clone();
        for (int i = 0; i < LENGTH; i++) {
            union[i] |= other.bits[i];
        }
        return new BloomFilter(union);
    }

    /**
     * Whether this filter lets through all that another one does.
     *
     * @param other the other
     * @return true if no bit of the other is missing here
     */
    public boolean covers(BloomFilter other) {
        return or(other).equals(this);
    }

    /**
     * Whether every topic passes.
     *
     * @return true if all bits are set
     */
    public boolean isFull() {
        return isFull;
    }

    /**
     * The bytes.
     *
     * @return a copy of the 64
     */
    public byte[] toBytes() {
        return bits.clone();
    }

    /**
     * Reads a bloom filter message.
     *
     * @param payload the message
     * @return the filter
     * @throws RlpException if it is anything but a string of 64 bytes
     */
    public static BloomFilter decode(byte[] payload) throws RlpException {
        RlpReader in = new RlpReader(payload);
        byte[] bytes = in.readBytes();
        in.end();
        if (bytes.length != LENGTH) {
            throw new RlpException("a bloom filter has 64 bytes, not " + bytes.length);
        }
        return new BloomFilter(bytes);
    }

    /**
     * The bloom filter message.
     *
     * @return the payload
     */
    public byte[] encode() {
        return new RlpWriter().write(bits).toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BloomFilter filter && Arrays.equals(bits, filter.bits);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits);
    }

    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(bits);
    }
}
