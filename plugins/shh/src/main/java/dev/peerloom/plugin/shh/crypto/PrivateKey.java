package dev.peerloom.plugin.shh.crypto;

/** A private key on secp256k1 with its public key; immutable. It is never printed. */
public final class PrivateKey {
    private final byte[] scalar;
    private final PublicKey publicKey;

    private PrivateKey(byte[] scalar) {
        this.scalar = scalar;
        this.publicKey = PublicKey.ofPoint(Secp256k1.publicKey(scalar));
    }

    /**
     * Makes a key.
     *
     * @return a random one
     */
    public static PrivateKey generate() {
        return new PrivateKey(Secp256k1.newPrivateKey());
    }

    /**
     * Reads a key.
     *
     * @param scalar 32 bytes, above 0 and below the order of the curve
     * @return the key
     * @throws IllegalArgumentException for anything else
     */
    public static PrivateKey of(byte[] scalar) {
        return new PrivateKey(scalar.clone());
    }

    /**
     * The key that others may know.
     *
     * @return the public key
     */
    public PublicKey publicKey() {
        return publicKey;
    }

    /**
     * The secret.
     *
     * @return a copy of the 32 bytes
     */
    public byte[] toBytes() {
        return scalar.clone();
    }

    /**
     * Signs a hash, deterministically (RFC 6979), with the lower of the two values of s.
     *
     * @param hash 32 bytes
     * @return r ‖ s ‖ v, 65 bytes, v of 0 or 1
     */
    public byte[] sign(byte[] hash) {
        return Secp256k1.sign(scalar, hash);
    }

    /** The shared point x ‖ y with another key. */
    byte[] agree(byte[] point) {
        return Secp256k1.agree(scalar, point);
    }
}
