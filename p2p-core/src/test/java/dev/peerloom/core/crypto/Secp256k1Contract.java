package dev.peerloom.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** What holds for every implementation of the curve. */
abstract class Secp256k1Contract {
    private final Secp256k1 curve;

    private static final String G =
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                    + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";
    private static final String N =
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private static final String P =
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";

    Secp256k1Contract(Secp256k1 curve) {
        this.curve = curve;
    }

    @Test
    void theKeyOneBelongsToTheGenerator() {
        assertEquals(G, HexFormat.of().formatHex(curve.publicKey(number(1))));
    }

    @Test
    void theLargestKeyBelongsToTheNegatedGenerator() {
        byte[] key = curve.publicKey(bytes(new BigInteger(N, 16).subtract(BigInteger.ONE)));
        assertEquals(G.substring(0, 64), HexFormat.of().formatHex(key, 0, 32));
        assertTrue(curve.isPublicKey(key));
    }

    @Test
    void privateKeysLieBetweenZeroAndTheOrder() {
        assertTrue(curve.isPrivateKey(number(1)));
        assertTrue(curve.isPrivateKey(bytes(new BigInteger(N, 16).subtract(BigInteger.ONE))));
        assertFalse(curve.isPrivateKey(number(0)));
        assertFalse(curve.isPrivateKey(unhex(N)));
        assertFalse(curve.isPrivateKey(unhex("ff".repeat(32))));
        assertFalse(curve.isPrivateKey(new byte[] {1}));
        assertFalse(curve.isPrivateKey(Arrays.copyOf(number(1), 33)));
        for (byte[] none : new byte[][] {number(0), unhex(N), {1}}) {
            assertThrows(IllegalArgumentException.class, () -> curve.publicKey(none));
            assertThrows(IllegalArgumentException.class, () -> curve.agree(none, unhex(G)));
            assertThrows(IllegalArgumentException.class, () -> curve.sign(none, new byte[32]));
        }
    }

    /** Each is refused before a private key touches it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // infinity, as far as 64 bytes can say it
                "0000000000000000000000000000000000000000000000000000000000000000"
                        + "0000000000000000000000000000000000000000000000000000000000000000",
                // off the curve by one
                "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b9",
                // the generator's coordinates exchanged
                "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
                        + "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                // x = p + 1, the point (1, sqrt 8) written with an x that is not reduced
                "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30"
                        + "4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                        + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "",
                "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
                "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
            })
    void whatIsNotAPointOfTheCurveIsRefused(String candidate) {
        assertFalse(curve.isPublicKey(unhex(candidate)));
        assertThrows(
                IllegalArgumentException.class, () -> curve.agree(number(7), unhex(candidate)));
    }

    @Test
    void theUnreducedPointAboveIsOneWhenReduced() {
        byte[] reduced =
                unhex(
                        "0000000000000000000000000000000000000000000000000000000000000001"
                                + "4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee");
        assertTrue(curve.isPublicKey(reduced));
        assertEquals(
                BigInteger.ONE,
                new BigInteger(
                                "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc30",
                                16)
                        .mod(new BigInteger(P, 16)));
    }

    @Property(tries = 20)
    void bothSidesAgree(@ForAll @Size(31) byte[] a, @ForAll @Size(31) byte[] b) {
        byte[] first = key(a);
        byte[] second = key(b);
        byte[] shared = curve.agree(first, curve.publicKey(second));
        assertArrayEquals(shared, curve.agree(second, curve.publicKey(first)));
        assertTrue(curve.isPublicKey(shared));
    }

    @Test
    void agreementIsMultiplication() {
        assertArrayEquals(
                curve.publicKey(number(35)), curve.agree(number(5), curve.publicKey(number(7))));
    }

    /** The signature that every implementation of RFC 6979 on this curve makes. */
    @Test
    void signaturesAreThoseOfRfc6979() throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest("Satoshi Nakamoto".getBytes(StandardCharsets.UTF_8));
        byte[] signature = curve.sign(number(1), hash);
        assertEquals(
                "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
                        + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5",
                HexFormat.of().formatHex(signature, 0, 64));
        assertEquals(G, HexFormat.of().formatHex(curve.recover(hash, signature)));
    }

    /** From go-ethereum, crypto/signature_test.go. */
    @Test
    void recoversTheKeyOfAnEthereumSignature() {
        byte[] hash = unhex("ce0677bb30baa8cf067c88db9811f4333d131bf8bcf12fe7065d211dce971008");
        byte[] signature =
                unhex(
                        "90f27b8b488db00b00606796d2987f6a5f59ae62ea05effe84fef5b8b0e54998"
                                + "4a691139ad57a3f0b906637673aa2f63d1f55cb1a69199d4009eea23ceaddc93"
                                + "01");
        assertEquals(
                "e32df42865e97135acfb65f3bae71bdc86f4d49150ad6a440b6f15878109880a"
                        + "0a2b2667f7e725ceea70c673093bf67663e0312623c8e091b13cf2c0f11ef652",
                HexFormat.of().formatHex(curve.recover(hash, signature)));
    }

    @Property(tries = 30)
    void aSignatureYieldsTheSigner(@ForAll @Size(31) byte[] seed, @ForAll @Size(32) byte[] hash) {
        byte[] key = key(seed);
        byte[] signature = curve.sign(key, hash);
        BigInteger s = new BigInteger(1, signature, 32, 32);
        assertTrue(s.compareTo(new BigInteger(N, 16).shiftRight(1)) <= 0, "s is low");
        assertTrue(signature[64] == 0 || signature[64] == 1, "v is 0 or 1");
        assertArrayEquals(curve.publicKey(key), curve.recover(hash, signature));
        assertArrayEquals(signature, curve.sign(key, hash));
    }

    @Test
    void theHighTwinOfASignatureYieldsTheSameSigner() {
        byte[] hash = unhex("11".repeat(32));
        byte[] twin = curve.sign(number(9), hash);
        BigInteger s = new BigInteger(1, twin, 32, 32);
        System.arraycopy(bytes(new BigInteger(N, 16).subtract(s)), 0, twin, 32, 32);
        twin[64] ^= 1;
        assertArrayEquals(curve.publicKey(number(9)), curve.recover(hash, twin));
    }

    @Test
    void whatNobodyCanHaveSignedIsRefused() {
        byte[] hash = unhex("22".repeat(32));
        byte[] good = curve.sign(number(3), hash);
        refused(hash, with(good, 0, new byte[32]));
        refused(hash, with(good, 0, unhex(N)));
        refused(hash, with(good, 32, new byte[32]));
        refused(hash, with(good, 32, unhex(N)));
        refused(hash, with(good, 64, new byte[] {4}));
        refused(hash, with(good, 64, new byte[] {27}));
        refused(hash, with(good, 64, new byte[] {-1}));
        refused(hash, with(good, 64, new byte[] {2})); // r + n is above p
        refused(hash, with(good, 0, number(5))); // no point has x = 5
        refused(hash, Arrays.copyOf(good, 64));
        refused(new byte[31], good);
        assertThrows(IllegalArgumentException.class, () -> curve.sign(number(3), new byte[33]));
    }

    @Test
    void aSignatureThatYieldsInfinityIsRefused() {
        // r is the generator's x and s equals the hash: s·R - e·G is infinity.
        byte[] hash = number(77);
        byte[] signature = new byte[65];
        System.arraycopy(unhex(G), 0, signature, 0, 32);
        System.arraycopy(hash, 0, signature, 32, 32);
        refused(hash, signature);
    }

    @Test
    void newKeysDiffer() {
        byte[] key = curve.newPrivateKey();
        assertTrue(curve.isPrivateKey(key));
        assertFalse(Arrays.equals(key, curve.newPrivateKey()));
    }

    private void refused(byte[] hash, byte[] signature) {
        assertThrows(IllegalArgumentException.class, () -> curve.recover(hash, signature));
    }

    private static byte[] with(byte[] signature, int at, byte[] part) {
        byte[] changed = signature.clone();
        System.arraycopy(part, 0, changed, at, part.length);
        return changed;
    }

    /** A private key out of any 31 bytes. */
    static byte[] key(byte[] seed) {
        byte[] key = new byte[32];
        System.arraycopy(seed, 0, key, 0, 31);
        key[0] &= 0x7F;
        key[31] = 1;
        return key;
    }

    private static byte[] number(int value) {
        return bytes(BigInteger.valueOf(value));
    }

    private static byte[] bytes(BigInteger value) {
        byte[] bytes = new byte[32];
        byte[] all = value.toByteArray();
        int from = Math.max(0, all.length - 32);
        System.arraycopy(all, from, bytes, 32 - all.length + from, all.length - from);
        return bytes;
    }

    static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
