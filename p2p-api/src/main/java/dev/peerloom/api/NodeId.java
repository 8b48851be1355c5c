package dev.peerloom.api;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Who a node is: its public key on secp256k1, uncompressed and without the leading 0x04, as x ‖ y
 * of 32 bytes big-endian each. Immutable; equal if the bytes are. That the point is on the curve is
 * not checked here.
 */
public final class NodeId {
    private static final int LENGTH = 64;

    private final byte[] publicKey;
    private final int hash;

    /**
     * A node id.
     *
     * @param publicKey 64 bytes, which are copied; IllegalArgumentException if of another length
     */
    public NodeId(byte[] publicKey) {
        Objects.requireNonNull(publicKey, "publicKey");
        if (publicKey.length != LENGTH) {
            throw new IllegalArgumentException("a node id has 64 bytes, not " + publicKey.length);
        }
        this.publicKey = publicKey.clone();
        this.hash = Arrays.hashCode(publicKey);
    }

    /**
     * Reads a node id from text.
     *
     * @param hex 128 hexadecimal digits in either case, with or without {@code 0x} before them;
     *     IllegalArgumentException for anything else
     * @return the node id
     */
    public static NodeId parse(String hex) {
        Objects.requireNonNull(hex, "hex");
        String digits = hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
        if (digits.length() != 2 * LENGTH) {
            throw new IllegalArgumentException(
                    "a node id has 128 hex digits, not "
                            + digits.length()
                            + " characters: "
                            + Excerpt.of(hex));
        }
        for (int i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                throw new IllegalArgumentException(
                        "character "
                                + (i + 1)
                                + " of a node id is no hex digit: "
                                + Excerpt.of(digits.substring(i, i + 1)));
            }
        }
        return new NodeId(HexFormat.of().parseHex(digits));
    }

    /**
     * The public key.
     *
     * @return a copy of the 64 bytes
     */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    @SuppressWarnings("exports") // the annotation is for compilers that have it
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeId that
                && hash == that.hash
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The public key as 128 lower-case hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(publicKey);
    }
}
