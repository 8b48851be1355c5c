package dev.peerloom.plugin.shh.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/** A point on secp256k1, by value; immutable. */
public final class PublicKey {
    /** How many bytes the uncompressed form has. */
    public static final int LENGTH = 65;

    private final byte[] point;

    private PublicKey(byte[] point) {
        this.point = point;
    }

    /** The key of a point that is known to be on the curve: 64 bytes. */
    static PublicKey ofPoint(byte[] owned) {
        return new PublicKey(owned);
    }

    /**
     * Reads the uncompressed form (ANSI X9.62, section 4.3.6).
     *
     * @param uncompressed 0x04 ‖ x ‖ y, 65 bytes
     * @return the key
     * @throws IllegalArgumentException if it is something else, or not on the curve
     */
    public static PublicKey parse(byte[] uncompressed) {
        byte[] point = Arrays.copyOfRange(uncompressed, Math.min(1, uncompressed.length), LENGTH);
        if (uncompressed.length != LENGTH
                || uncompressed[0] != 0x04
                || !Secp256k1.isPublicKey(point)) {
            throw new IllegalArgumentException(
                    "invalid public key: 0x04 and the 64 bytes of a point on secp256k1 are"
                            + " expected");
        }
        return new PublicKey(point);
    }

    /**
     * The uncompressed form.
     *
     * @return 65 bytes, 0x04 ‖ x ‖ y
     */
    public byte[] toBytes() {
        byte[] uncompressed = new byte[LENGTH];
        uncompressed[0] = 0x04;
        System.arraycopy(point, 0, uncompressed, 1, point.length);
        return uncompressed;
    }

    /** x ‖ y, not copied. */
    byte[] point() {
        return point;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey key && Arrays.equals(point, key.point);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(point);
    }

    @Override
    public String toString() {
        return "0x04" + HexFormat.of().formatHex(point);
    }
}
