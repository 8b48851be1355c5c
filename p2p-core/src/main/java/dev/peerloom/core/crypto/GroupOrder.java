package dev.peerloom.core.crypto;

import java.math.BigInteger;

/** How many points secp256k1 has, and what follows from it without computing with any. */
final class GroupOrder {
    static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private GroupOrder() {}

    /** Whether these bytes are a private key. */
    static boolean isPrivateKey(byte[] candidate) {
        if (candidate.length != 32) {
            return false;
        }
        BigInteger number = new BigInteger(1, candidate);
        return number.signum() > 0 && number.compareTo(N) < 0;
    }
}
