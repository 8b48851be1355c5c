package dev.peerloom.plugin.shh.crypto;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * secp256k1 with Bouncy Castle, for keys of users: the node's own key stays in the node.
 * Multiplications by secrets take its constant-time methods; recovery, which knows no secret, the
 * fast ones. Points are 64 bytes, x ‖ y.
 */
public final class Secp256k1 {
    /** Length of a signature, r ‖ s ‖ v. */
    public static final int SIGNATURE = 65;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger N = CURVE.getN();
    private static final BigInteger HALF_N = N.shiftRight(1);
    private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secp256k1() {}

    static byte[] newPrivateKey() {
        byte[] key = new byte[32];
        do {
            RANDOM.nextBytes(key);
        } while (!isPrivateKey(key));
        return key;
    }

    static boolean isPrivateKey(byte[] candidate) {
        if (candidate.length != 32) {
            return false;
        }
        BigInteger number = new BigInteger(1, candidate);
        return number.signum() > 0 && number.compareTo(N) < 0;
    }

    static boolean isPublicKey(byte[] candidate) {
        if (candidate.length != 64) {
            return false;
        }
        BigInteger x = new BigInteger(1, candidate, 0, 32);
        BigInteger y = new BigInteger(1, candidate, 32, 32);
        return x.compareTo(P) < 0
                && y.compareTo(P) < 0
                && CURVE.getCurve().createPoint(x, y).isValid();
    }

    static byte[] publicKey(byte[] privateKey) {
        return encode(multiplyBase(scalar(privateKey)));
    }

    static byte[] agree(byte[] privateKey, byte[] point) {
        if (!isPublicKey(point)) {
            throw new IllegalArgumentException("the public key is not a point on secp256k1");
        }
        ECPoint other =
                CURVE.getCurve()
                        .createPoint(
                                new BigInteger(1, point, 0, 32), new BigInteger(1, point, 32, 32));
        return encode(ECAlgorithms.multiplySecret(other, scalar(privateKey), N));
    }

    static byte[] sign(byte[] privateKey, byte[] hash) {
        BigInteger d = scalar(privateKey);
        BigInteger e = new BigInteger(1, hash).mod(N);
        HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
        nonces.init(N, d, hash);
        while (true) {
            BigInteger k = nonces.nextK();
            ECPoint point = multiplyBase(k).normalize();
            BigInteger x = point.getAffineXCoord().toBigInteger();
            BigInteger r = x.mod(N);
            BigInteger s =
                    BigIntegers.modMult(
                            N,
                            BigIntegers.modOddInverse(N, k),
                            BigIntegers.modAdd(N, e, BigIntegers.modMult(N, d, r)));
            // x ≥ n would make v 2 or 3: nobody will see one (1 in 2^127), but the nonce is
            // redrawn.
            if (r.signum() != 0 && s.signum() != 0 && x.compareTo(N) < 0) {
                return signature(r, s, point.getAffineYCoord().testBitZero());
            }
        }
    }

    private static byte[] signature(BigInteger r, BigInteger s, boolean odd) {
        boolean high = s.compareTo(HALF_N) > 0;
        byte[] signature = new byte[SIGNATURE];
        BigIntegers.asUnsignedByteArray(r, signature, 0, 32);
        BigIntegers.asUnsignedByteArray(high ? N.subtract(s) : s, signature, 32, 32);
        signature[64] = (byte) (odd != high ? 1 : 0);
        return signature;
    }

    /**
     * Finds the key that made a signature.
     *
     * @param hash the 32 bytes that were signed
     * @param signature r ‖ s ‖ v, 65 bytes; anything, as it comes from a peer
     * @return the key; empty if no key can have made this signature
     */
    public static Optional<PublicKey> recover(byte[] hash, byte[] signature) {
        if (signature.length != SIGNATURE || signature[64] < 0 || signature[64] > 3) {
            return Optional.empty();
        }
        BigInteger r = new BigInteger(1, signature, 0, 32);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        BigInteger x = signature[64] >= 2 ? r.add(N) : r;
        if (!isScalar(r) || !isScalar(s) || x.compareTo(P) >= 0) {
            return Optional.empty();
        }
        return liftX(x, signature[64] & 1)
                .map(point -> recover(new BigInteger(1, hash).mod(N), r, s, point))
                .filter(point -> !point.isInfinity())
                .map(point -> PublicKey.ofPoint(encode(point)));
    }

    private static ECPoint recover(BigInteger e, BigInteger r, BigInteger s, ECPoint point) {
        BigInteger inverse = BigIntegers.modOddInverseVar(N, r);
        return ECAlgorithms.sumOfTwoMultiplies(
                CURVE.getG(),
                N.subtract(e).multiply(inverse).mod(N),
                point,
                s.multiply(inverse).mod(N));
    }

    private static boolean isScalar(BigInteger number) {
        return number.signum() != 0 && number.compareTo(N) < 0;
    }

    /** The point of a given x whose y is odd or even; empty if the curve has none there. */
    private static Optional<ECPoint> liftX(BigInteger x, int odd) {
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (2 + odd);
        BigIntegers.asUnsignedByteArray(x, compressed, 1, 32);
        try {
            return Optional.of(CURVE.getCurve().decodePoint(compressed));
        } catch (IllegalArgumentException e) {
            // Half of all x have no y: the signature is nobody's.
            return Optional.empty();
        }
    }

    private static ECPoint multiplyBase(BigInteger scalar) {
        return new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar);
    }

    private static BigInteger scalar(byte[] privateKey) {
        if (!isPrivateKey(privateKey)) {
            throw new IllegalArgumentException(
                    "not a private key: 32 bytes, above 0 and below the order of secp256k1");
        }
        return new BigInteger(1, privateKey);
    }

    private static byte[] encode(ECPoint point) {
        byte[] encoded = point.getEncoded(false);
        return Arrays.copyOfRange(encoded, 1, 65);
    }
}
