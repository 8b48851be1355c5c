package dev.peerloom.core.crypto;

/**
 * The curve secp256k1. Public keys are 64 bytes, x ‖ y; private keys 32 bytes; numbers are
 * big-endian. Implementations are thread-safe and hold no secret.
 */
public interface Secp256k1 {
    /** A random private key from the system's source of randomness. */
    byte[] newPrivateKey();

    /** Whether these bytes are a private key: 32 of them, above 0 and below the group's order. */
    boolean isPrivateKey(byte[] candidate);

    /**
     * Whether these bytes are a public key: 64 of them, coordinates below the field's order, on the
     * curve. Needs no secret and takes about as long as one field multiplication.
     */
    boolean isPublicKey(byte[] candidate);

    /**
     * The public key of a private key.
     *
     * @throws IllegalArgumentException if it is not a private key
     */
    byte[] publicKey(byte[] privateKey);

    /**
     * The point that both sides can compute, x ‖ y (64 bytes), in a time that does not depend on
     * the private key.
     *
     * @throws IllegalArgumentException if the public key is not a point on the curve, or the
     *     private key is none
     */
    byte[] agree(byte[] privateKey, byte[] publicKey);

    /**
     * Signs 32 bytes: r ‖ s ‖ v (65 bytes) with low s, the nonce of RFC 6979 and v 0 or 1.
     *
     * @throws IllegalArgumentException if the hash does not have 32 bytes, or the private key is
     *     none
     */
    byte[] sign(byte[] privateKey, byte[] hash);

    /**
     * The public key that made a signature r ‖ s ‖ v (v from 0 to 3).
     *
     * @throws IllegalArgumentException if no public key could have made it
     */
    byte[] recover(byte[] hash, byte[] signature);

    /** What computes, for the log: {@code libsecp256k1 (bundled)}. */
    String implementation();

    /** What {@link #isPrivateKey} says, without waiting for an implementation to load. */
    static boolean isInRange(byte[] candidate) {
        return GroupOrder.isPrivateKey(candidate);
    }

    /** The implementation of this process, the same for as long as it runs. */
    static Secp256k1 get() {
        return Chosen.CURVE;
    }

    /** Holds the choice until it is needed. */
    final class Chosen {
        private static final Secp256k1 CURVE = CurveChoice.choose();

        private Chosen() {}
    }
}
