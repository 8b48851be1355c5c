package dev.peerloom.core.crypto;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** The one thing about Ed25519 (RFC 8032) that the JDK has no call for. */
public final class Ed25519 {
    private Ed25519() {}

    /**
     * The public key that belongs to a private one.
     *
     * @param privateKey 32 bytes
     * @return 32 bytes
     */
    public static byte[] publicKey(byte[] privateKey) {
        return new Ed25519PrivateKeyParameters(privateKey).generatePublicKey().getEncoded();
    }
}
