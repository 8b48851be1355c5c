package dev.peerloom.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

final class AesTest {
    // NIST SP 800-38A, F.1.5 and F.5.5: AES-256.
    private static final byte[] KEY =
            unhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    private static final byte[] PLAIN =
            unhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");

    @Test
    void counterModeMatchesThePublishedVector() {
        AesCtr aes = new AesCtr(KEY, unhex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        byte[] out = new byte[32];
        aes.apply(PLAIN, 0, 5, out, 0);
        aes.apply(PLAIN, 5, 27, out, 5);
        assertEquals(
                "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5",
                HexFormat.of().formatHex(out));
    }

    @Test
    void singleBlocksMatchThePublishedVector() {
        byte[] out = new byte[16];
        AesBlock aes = new AesBlock(KEY);
        for (int i = 0; i < 2; i++) { // no state between blocks
            aes.encrypt(PLAIN, out);
            assertEquals("f3eed1bdb5d2a03c064b5a7e3db181f8", HexFormat.of().formatHex(out));
        }
    }

    @Test
    void largeInputsEncryptInPlaceAndBack() {
        byte[] data = new byte[100_001];
        new Random(1).nextBytes(data);
        byte[] copy = data.clone();
        new AesCtr(KEY, new byte[16]).apply(copy, 0, copy.length, copy, 0);
        assertFalse(Arrays.equals(data, copy));
        AesCtr back = new AesCtr(KEY, new byte[16]);
        byte[] plain = new byte[data.length];
        for (int at = 0; at < data.length; at += 777) {
            back.apply(copy, at, Math.min(777, data.length - at), plain, at);
        }
        assertArrayEquals(data, plain);
    }

    @Test
    void noRoomIsTheCallersMistake() {
        AesCtr aes = new AesCtr(KEY, new byte[16]);
        assertThrows(
                IllegalArgumentException.class, () -> aes.apply(PLAIN, 0, 32, new byte[31], 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AesBlock(KEY).encrypt(PLAIN, new byte[15]));
    }

    @Test
    void comparingLooksAtEveryByteAndAtNoOther() {
        byte[] a = {9, 1, 2, 3, 9};
        for (int i = 0; i < 3; i++) {
            byte[] b = {1, 2, 3};
            assertTrue(ConstantTime.equal(a, 1, b, 0, 3));
            b[i] ^= (byte) 0x80;
            assertFalse(ConstantTime.equal(a, 1, b, 0, 3));
        }
    }

    private static byte[] unhex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
