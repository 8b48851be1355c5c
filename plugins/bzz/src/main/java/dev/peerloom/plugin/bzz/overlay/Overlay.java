package dev.peerloom.plugin.bzz.overlay;

import dev.peerloom.api.NodeId;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * An address in the overlay network: 256 bits, compared by the exclusive or of two.
 *
 * @param a bits 0 to 63, the most significant first
 * @param b bits 64 to 127
 * @param c bits 128 to 191
 * @param d bits 192 to 255
 */
public record Overlay(long a, long b, long c, long d) {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    /** Length in bits, and the proximity order of an address to itself. */
    public static final int BITS = 256;

    /**
     * Reads an address from its bytes.
     *
     * @param bytes exactly 32
     * @return the address
     * @throws IllegalArgumentException for another length
     */
    public static Overlay of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "an overlay address has 32 bytes, not " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Overlay(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /**
     * Reads an address from hexadecimal digits.
     *
     * @param hex 64 digits, with or without {@code 0x}
     * @return the address
     * @throws IllegalArgumentException for anything else
     */
    public static Overlay parse(String hex) {
        String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
        if (digits.length() != 2 * LENGTH) {
            throw new IllegalArgumentException(
                    "an overlay address has 64 hexadecimal digits, not " + digits.length());
        }
        return of(HexFormat.of().parseHex(digits));
    }

    /**
     * The address that Swarm gives a node: the Keccak-256 of its public key, with the 0x04 of an
     * uncompressed point before it.
     *
     * @param id the public key
     * @return its overlay address
     */
    public static Overlay ofKey(NodeId id) {
        byte[] point = ByteBuffer.allocate(65).put((byte) 4).put(id.publicKey()).array();
        return of(Keccak256.hash(point));
    }

    /**
     * Reads an address from RLP.
     *
     * @param in stands before a string of 32 bytes
     * @return the address
     * @throws RlpException if it is something else
     */
    public static Overlay read(RlpReader in) throws RlpException {
        ByteBuffer bytes = in.readSlice();
        if (bytes.remaining() != LENGTH) {
            throw new RlpException("an overlay address has 32 bytes, not " + bytes.remaining());
        }
        return new Overlay(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /**
     * Writes the address as RLP.
     *
     * @param out takes a string of 32 bytes
     */
    public void write(RlpWriter out) {
        out.write(ByteBuffer.allocate(LENGTH).putLong(a).putLong(b).putLong(c).putLong(d).array());
    }

    /**
     * The proximity order: how many leading bits two addresses share.
     *
     * @param other another address
     * @return 0 (far) to 255; 256 only for the same address
     */
    public int proximity(Overlay other) {
        if (a != other.a) {
            return Long.numberOfLeadingZeros(a ^ other.a);
        }
        if (b != other.b) {
            return 64 + Long.numberOfLeadingZeros(b ^ other.b);
        }
        if (c != other.c) {
            return 128 + Long.numberOfLeadingZeros(c ^ other.c);
        }
        return 192 + Long.numberOfLeadingZeros(d ^ other.d);
    }

    /**
     * Orders addresses by their distance from this one, the nearest first.
     *
     * @return the order
     */
    public Comparator<Overlay> nearestFirst() {
        return (one, other) -> {
            int order = Long.compareUnsigned(one.a ^ a, other.a ^ a);
            if (order == 0) {
                order = Long.compareUnsigned(one.b ^ b, other.b ^ b);
            }
            if (order == 0) {
                order = Long.compareUnsigned(one.c ^ c, other.c ^ c);
            }
            return order != 0 ? order : Long.compareUnsigned(one.d ^ d, other.d ^ d);
        };
    }

    /**
     * The first digits, as tables show an address.
     *
     * @param digits how many, up to 16
     * @return so many hexadecimal digits
     */
    public String start(int digits) {
        return HexFormat.of().toHexDigits(a).substring(0, digits);
    }

    /** The address as {@code 0x} and 64 digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return "0x"
                + hex.toHexDigits(a)
                + hex.toHexDigits(b)
                + hex.toHexDigits(c)
                + hex.toHexDigits(d);
    }
}
