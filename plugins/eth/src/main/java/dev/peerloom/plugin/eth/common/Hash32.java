package dev.peerloom.plugin.eth.common;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.util.Arrays;

/** A 32-byte hash by value; immutable. */
public final class Hash32 implements Comparable<Hash32> {
    /** Length of every hash in bytes. */
    public static final int LENGTH = 32;

    /** Thirty-two zero bytes. */
    public static final Hash32 ZERO = new Hash32(new byte[LENGTH]);

    /** Keccak-256 of an empty RLP list: no uncles, or no block access list. */
    public static final Hash32 EMPTY_LIST =
            parse("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347");

    /** Root of a trie with no entry. */
    public static final Hash32 EMPTY_TRIE =
            parse("56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

    private final byte[] bytes;

    private Hash32(byte[] owned) {
        this.bytes = owned;
    }

    /**
     * Copies a hash.
     *
     * @param bytes exactly 32 bytes
     * @return the hash
     * @throws IllegalArgumentException for another length
     */
    public static Hash32 of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash32(bytes.clone());
    }

    /**
     * The Keccak-256 of some bytes.
     *
     * @param data what to hash
     * @return its hash
     */
    public static Hash32 keccak(byte[] data) {
        return new Hash32(Keccak256.hash(data));
    }

    /**
     * The Keccak-256 of a part of an array.
     *
     * @param data the array
     * @param offset first byte
     * @param length number of bytes
     * @return the part's hash
     */
    public static Hash32 keccak(byte[] data, int offset, int length) {
        return new Hash32(Keccak256.hash(data, offset, length));
    }

    /**
     * Reads a hash from hexadecimal digits.
     *
     * @param hex 64 digits, with or without {@code 0x}
     * @return the hash
     * @throws IllegalArgumentException for anything else
     */
    public static Hash32 parse(String hex) {
        return of(Hex.parse(hex));
    }

    /**
     * Reads a hash from RLP.
     *
     * @param in stands before a string of 32 bytes
     * @return the hash
     * @throws RlpException if it is something else
     */
    public static Hash32 read(RlpReader in) throws RlpException {
        byte[] bytes = in.readBytes();
        if (bytes.length != LENGTH) {
            throw new RlpException("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash32(bytes);
    }

    /**
     * Writes the hash as RLP.
     *
     * @param out takes a string of 32 bytes
     */
    public void write(RlpWriter out) {
        out.write(bytes);
    }

    /**
     * The bytes.
     *
     * @return a copy
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Hash32 other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash32 hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The hash as {@code 0x} and 64 digits. */
    @Override
    public String toString() {
        return Hex.toString(bytes);
    }
}
