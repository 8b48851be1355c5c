package dev.peerloom.plugin.shh.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Keys, and what is encrypted and signed with them. */
class KeysTest {
    private static final PrivateKey KEY = PrivateKey.generate();
    private static final PrivateKey OTHER = PrivateKey.generate();
    private static final SymmetricKey SYMMETRIC = SymmetricKey.generate();

    /** Computed by Python's hashlib.pbkdf2_hmac with an empty salt and 65,356 iterations. */
    @Test
    void aPasswordStandsForTheKeyThatOthersDerive() {
        assertEquals(
                "9a313a2222aabf4e66f78664cb024e46413d961c2d474d788988817e67f104c1",
                HexFormat.of().formatHex(SymmetricKey.ofPassword("a shared word").toBytes()));
    }

    /** The generator of secp256k1 (SEC 2, section 2.4.1). */
    @Test
    void thePublicKeyOfOneIsTheGenerator() {
        byte[] one = new byte[32];
        one[31] = 1;
        assertEquals(
                "0x0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8",
                PrivateKey.of(one).publicKey().toString());
    }

    @Property(tries = 25)
    void whatIsEncryptedIsReadByItsOwnerOnly(@ForAll @Size(max = 300) byte[] plain) {
        byte[] packet = Ecies.encrypt(KEY.publicKey(), plain);
        assertEquals(plain.length + Ecies.OVERHEAD, packet.length);
        assertArrayEquals(plain, Ecies.decrypt(KEY, packet).orElseThrow());
        assertEquals(Optional.empty(), Ecies.decrypt(OTHER, packet));
        byte[] sealed = SYMMETRIC.encrypt(plain);
        assertEquals(plain.length + SymmetricKey.OVERHEAD, sealed.length);
        assertArrayEquals(plain, SYMMETRIC.decrypt(sealed).orElseThrow());
        assertEquals(Optional.empty(), SymmetricKey.generate().decrypt(sealed));
    }

    @Property(tries = 60)
    void whatWasChangedIsNotRead(
            @ForAll @Size(max = 64) byte[] plain, @ForAll int at, @ForAll int bit) {
        assertEquals(
                Optional.empty(),
                Ecies.decrypt(KEY, flip(Ecies.encrypt(KEY.publicKey(), plain), at, bit)));
        assertEquals(Optional.empty(), SYMMETRIC.decrypt(flip(SYMMETRIC.encrypt(plain), at, bit)));
    }

    private static byte[] flip(byte[] packet, int at, int bit) {
        packet[Math.floorMod(at, packet.length)] ^= (byte) (1 << (bit & 7));
        return packet;
    }

    @Property(tries = 200)
    void anyBytesAreSomebodyElses(@ForAll @Size(max = 200) byte[] noise) {
        assertEquals(Optional.empty(), Ecies.decrypt(KEY, noise));
        assertEquals(Optional.empty(), SYMMETRIC.decrypt(noise));
        byte[] point = Arrays.copyOf(new byte[] {4}, Ecies.OVERHEAD + noise.length);
        System.arraycopy(noise, 0, point, 1, noise.length);
        assertEquals(Optional.empty(), Ecies.decrypt(KEY, point));
    }

    @Property(tries = 25)
    void aSignatureTellsItsSigner(@ForAll @Size(32) byte[] hash, @ForAll int at) {
        byte[] signature = KEY.sign(hash);
        assertEquals(Optional.of(KEY.publicKey()), Secp256k1.recover(hash, signature));
        byte[] changed = flip(hash.clone(), at, at >>> 8);
        assertTrue(!Optional.of(KEY.publicKey()).equals(Secp256k1.recover(changed, signature)));
    }

    @Property(tries = 200)
    void anyBytesAreNoReasonToFailAsSignature(@ForAll @Size(65) byte[] noise, @ForAll int v) {
        noise[64] = (byte) (v & 3);
        byte[] hash = new byte[32];
        // Half of them are somebody's.
        Secp256k1.recover(hash, noise).ifPresent(key -> PublicKey.parse(key.toBytes()));
        assertEquals(Optional.empty(), Secp256k1.recover(hash, Arrays.copyOf(noise, 64)));
        assertEquals(Optional.empty(), Secp256k1.recover(hash, new byte[65]));
    }

    @Test
    void whatIsNoKeyIsRefused() {
        byte[] point = KEY.publicKey().toBytes();
        point[64] ^= 1;
        assertThrows(IllegalArgumentException.class, () -> PublicKey.parse(point));
        assertThrows(IllegalArgumentException.class, () -> PublicKey.parse(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> PublicKey.parse(new byte[65]));
        assertThrows(IllegalArgumentException.class, () -> PrivateKey.of(new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> PrivateKey.of(new byte[31]));
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        assertThrows(IllegalArgumentException.class, () -> PrivateKey.of(ones));
        assertThrows(IllegalArgumentException.class, () -> SymmetricKey.of(new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> SymmetricKey.of(new byte[16]));
    }
}
