package dev.peerloom.plugin.eth.common;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class Keccak256Test {
    @Test
    void hashesNothingAndAbcAsPublished() {
        assertEquals(
                "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
                Hex.toString(Keccak256.hash(new byte[0])));
        assertEquals(
                "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
                Hex.toString(Keccak256.hash("abc".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void agreesWithAnotherImplementationAtEveryLengthAroundTheRate() {
        for (int length = 0; length < 600; length++) {
            byte[] data = new byte[length];
            for (int i = 0; i < length; i++) {
                data[i] = (byte) (i * 31 + length);
            }
            assertArrayEquals(reference(data), Keccak256.hash(data), "length " + length);
        }
    }

    @Property(tries = 300)
    void takesInputInAnyPieces(@ForAll @Size(max = 700) byte[] data, @ForAll int seed) {
        Keccak256 digest = new Keccak256();
        int at = 0;
        int step = seed;
        while (at < data.length) {
            step = step * 1103515245 + 12345;
            int length = Math.min(data.length - at, (step >>> 16) % 300);
            if (length == 0) {
                digest.engineUpdate(data[at]);
                length = 1;
            } else {
                digest.engineUpdate(data, at, length);
            }
            at += length;
        }
        assertArrayEquals(reference(data), digest.engineDigest());
        assertArrayEquals(reference(new byte[0]), digest.engineDigest());
    }

    private static byte[] reference(byte[] data) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(data, 0, data.length);
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }
}
