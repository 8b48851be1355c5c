package dev.peerloom.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** libsecp256k1, by itself and against Bouncy Castle. */
@EnabledOnOs(OS.LINUX)
final class NativeSecp256k1Test extends Secp256k1Contract {
    private static final Secp256k1 OURS = CurveChoice.choose(null);
    private static final Secp256k1 OTHER = BouncyCastleSecp256k1.INSTANCE;

    NativeSecp256k1Test() {
        super(OURS);
    }

    @Test
    void theBundledLibraryIsTheOneInUse() {
        assertInstanceOf(NativeSecp256k1.class, OURS);
        assertEquals("libsecp256k1 (bundled)", OURS.implementation());
        assertEquals(OURS.implementation(), Secp256k1.get().implementation());
    }

    @Property(tries = 100)
    void bothComputeTheSame(
            @ForAll @Size(31) byte[] seed,
            @ForAll @Size(31) byte[] otherSeed,
            @ForAll @Size(32) byte[] hash) {
        byte[] key = key(seed);
        byte[] publicKey = OURS.publicKey(key);
        assertArrayEquals(OTHER.publicKey(key), publicKey);
        byte[] other = OURS.publicKey(key(otherSeed));
        assertArrayEquals(OTHER.agree(key, other), OURS.agree(key, other));
        byte[] signature = OURS.sign(key, hash);
        assertArrayEquals(OTHER.sign(key, hash), signature);
        assertArrayEquals(publicKey, OURS.recover(hash, signature));
    }

    /** Bytes that are hardly ever a key, a point or a signature. */
    @Property(tries = 300)
    void bothRefuseTheSame(
            @ForAll @Size(32) byte[] hash,
            @ForAll @Size(64) byte[] point,
            @ForAll @Size(65) byte[] signature) {
        signature[64] &= 3;
        assertEquals(OTHER.isPrivateKey(hash), OURS.isPrivateKey(hash));
        assertEquals(OTHER.isPublicKey(point), OURS.isPublicKey(point));
        assertEquals(recovered(OTHER, hash, signature), recovered(OURS, hash, signature));
    }

    private static String recovered(Secp256k1 curve, byte[] hash, byte[] signature) {
        try {
            return java.util.HexFormat.of().formatHex(curve.recover(hash, signature));
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    @Test
    void aHashAboveTheGroupOrderIsReducedAsRfc6979Says() {
        byte[] key = key(new byte[31]);
        for (String hash :
                new String[] {
                    "ff".repeat(32),
                    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                    "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142",
                }) {
            assertArrayEquals(OTHER.sign(key, unhex(hash)), OURS.sign(key, unhex(hash)));
        }
    }

    @Test
    void bouncyCastleIsUsedWhereItIsWishedForOrTheLibraryIsNone(@TempDir Path folder)
            throws Exception {
        assertSame(OTHER, CurveChoice.choose(CurveChoice.JAVA));
        Path none = Files.writeString(folder.resolve("libsecp256k1.so"), "not a library");
        assertSame(OTHER, CurveChoice.choose(none.toString()));
        assertSame(OTHER, CurveChoice.choose(folder.resolve("missing.so").toString()));
    }

    @Test
    void aLibraryWithoutOurFunctionsIsRefused() {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new LibSecp256k1("none", name -> java.util.Optional.empty()));
        assertEquals("it lacks secp256k1_ec_seckey_verify", refused.getMessage());
    }
}
