package dev.peerloom.core.crypto;

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

/**
 * secp256k1 with Bouncy Castle. Multiplications by secrets take its constant-time methods;
 * recovery, which knows no secret, the fast ones.
 */
final class BouncyCastleSecp256k1 implements Secp256k1 {
    static final Secp256k1 INSTANCE = new BouncyCastleSecp256k1();

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger N = CURVE.getN();
    private static final BigInteger HALF_N = N.shiftRight(1);
    private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();

    private final SecureRandom random = new SecureRandom();

    private BouncyCastleSecp256k1() {}

    @Override
    public String implementation() {
        return "Bouncy Castle";
    }

    @Override
    public byte[] newPrivateKey() {
        byte[] key = new byte[32];
        do {
            random.nextBytes(key);
        } while (!isPrivateKey(key));
        return key;
    }

    @Override
    public boolean isPrivateKey(byte[] candidate) {
        return GroupOrder.isPrivateKey(candidate);
    }

    @Override
    public boolean isPublicKey(byte[] candidate) {
        if (candidate.length != 64) {
            return false;
        }
        BigInteger x = new BigInteger(1, candidate, 0, 32);
        BigInteger y = new BigInteger(1, candidate, 32, 32);
        return x.compareTo(P) < 0
                && y.compareTo(P) < 0
                && CURVE.getCurve().createPoint(x, y).isValid();
    }

    @Override
    public byte[] publicKey(byte[] privateKey) {
        return encode(multiplyBase(scalar(privateKey)));
    }

    @Override
    public byte[] agree(byte[] privateKey, byte[] publicKey) {
        if (!isPublicKey(publicKey)) {
            throw new IllegalArgumentException("the public key is not a point on secp256k1");
        }
        ECPoint point =
                CURVE.getCurve()
                        .createPoint(
                                new BigInteger(1, publicKey, 0, 32),
                                new BigInteger(1, publicKey, 32, 32));
        return encode(ECAlgorithms.multiplySecret(point, scalar(privateKey), N));
    }

    @Override
    public byte[] sign(byte[] privateKey, byte[] hash) {
        checkHash(hash);
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
        byte[] signature = new byte[65];
        BigIntegers.asUnsignedByteArray(r, signature, 0, 32);
        BigIntegers.asUnsignedByteArray(high ? N.subtract(s) : s, signature, 32, 32);
        signature[64] = (byte) (odd != high ? 1 : 0);
        return signature;
    }

    @Override
    public byte[] recover(byte[] hash, byte[] signature) {
        checkHash(hash);
        if (signature.length != 65 || signature[64] < 0 || signature[64] > 3) {
            throw notASignature();
        }
        BigInteger r = new BigInteger(1, signature, 0, 32);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        if (r.signum() == 0 || r.compareTo(N) >= 0 || s.signum() == 0 || s.compareTo(N) >= 0) {
            throw notASignature();
        }
        BigInteger inverse = BigIntegers.modOddInverseVar(N, r);
        BigInteger e = new BigInteger(1, hash).mod(N);
        ECPoint point =
                ECAlgorithms.sumOfTwoMultiplies(
                        CURVE.getG(),
                        N.subtract(e).multiply(inverse).mod(N),
                        liftX(r, signature[64]),
                        s.multiply(inverse).mod(N));
        if (point.isInfinity()) {
            throw notASignature();
        }
        return encode(point);
    }

    /** The point whose x is r, or r + n; its y is odd or even, as v says. */
    private static ECPoint liftX(BigInteger r, int v) {
        BigInteger x = v >= 2 ? r.add(N) : r;
        if (x.compareTo(P) >= 0) {
            throw notASignature();
        }
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (2 + (v & 1));
        BigIntegers.asUnsignedByteArray(x, compressed, 1, 32);
        return CURVE.getCurve().decodePoint(compressed);
    }

    private static ECPoint multiplyBase(BigInteger scalar) {
        return new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar);
    }

    private BigInteger scalar(byte[] privateKey) {
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

    private static void checkHash(byte[] hash) {
        if (hash.length != 32) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + hash.length);
        }
    }

    private static IllegalArgumentException notASignature() {
        return new IllegalArgumentException("no public key can have made this signature");
    }
}
