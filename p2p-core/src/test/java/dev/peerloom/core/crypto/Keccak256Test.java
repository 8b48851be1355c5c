package dev.peerloom.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

final class Keccak256Test {
    @Test
    void knownDigests() {
        assertEquals("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", hash(""));
        assertEquals(
                "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45", hash("abc"));
        assertEquals(
                "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15",
                hash("The quick brown fox jumps over the lazy dog"));
    }

    @Property(tries = 500)
    void agreesWithBouncyCastleHoweverTheInputIsSplit(
            @ForAll @IntRange(max = 1000) int length,
            @ForAll long seed,
            @ForAll @Size(max = 8) List<@IntRange(max = 1000) Integer> cuts) {
        byte[] input = new byte[length];
        new Random(seed).nextBytes(input);
        Keccak256 keccak = new Keccak256();
        KeccakDigest reference = new KeccakDigest(256);
        int at = 0;
        for (int end : ends(cuts, length)) {
            keccak.update(input, at, end - at);
            reference.update(input, at, end - at);
            at = end;
            byte[] peeked = new byte[32];
            keccak.peek(peeked, 0, 32);
            assertArrayEquals(digest(new KeccakDigest(reference)), peeked);
        }
        byte[] digest = new byte[32];
        keccak.digest(digest, 0);
        assertArrayEquals(digest(reference), digest);
    }

    private static int[] ends(List<Integer> cuts, int length) {
        int[] ends = new int[cuts.size() + 1];
        for (int i = 0; i < cuts.size(); i++) {
            ends[i] = Math.min(cuts.get(i), length);
        }
        ends[cuts.size()] = length;
        Arrays.sort(ends);
        return ends;
    }

    @Property(tries = 20)
    void longInputsAgreeToo(@ForAll @IntRange(max = 100_000) int length, @ForAll long seed) {
        byte[] input = new byte[length];
        new Random(seed).nextBytes(input);
        KeccakDigest reference = new KeccakDigest(256);
        reference.update(input, 0, length);
        assertArrayEquals(digest(reference), Keccak256.hash(input));
    }

    @Test
    void partsAreConcatenated() {
        byte[] ab = "ab".getBytes(StandardCharsets.UTF_8);
        byte[] c = "c".getBytes(StandardCharsets.UTF_8);
        assertEquals(hash("abc"), HexFormat.of().formatHex(Keccak256.hash(ab, c)));
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Keccak256 first = new Keccak256();
        first.update(new byte[77]);
        Keccak256 second = new Keccak256(first);
        second.update(new byte[] {1});
        byte[] digest = new byte[32];
        first.digest(digest, 0);
        assertArrayEquals(Keccak256.hash(new byte[77]), digest);
        second.digest(digest, 0);
        assertArrayEquals(Keccak256.hash(new byte[77], new byte[] {1}), digest);
    }

    @Test
    void aDigestStartsAfresh() {
        Keccak256 keccak = new Keccak256();
        keccak.update(new byte[200]);
        byte[] digest = new byte[40];
        keccak.digest(digest, 8);
        keccak.digest(digest, 8);
        assertEquals(hash(""), HexFormat.of().formatHex(digest, 8, 40));
    }

    @Test
    void aShortPeekWritesNoMoreThanAskedFor() {
        byte[] out = new byte[18];
        out[17] = 99;
        new Keccak256().peek(out, 1, 16);
        assertEquals("c5d2460186f7233c927e7db2dcc703c0", HexFormat.of().formatHex(out, 1, 17));
        assertEquals(99, out[17]);
        assertThrows(IllegalArgumentException.class, () -> new Keccak256().peek(out, 0, 12));
        assertThrows(
                IllegalArgumentException.class, () -> new Keccak256().peek(new byte[64], 0, 40));
    }

    @Test
    void bytesOutsideTheArrayAreNotTakenIn() {
        Keccak256 keccak = new Keccak256();
        assertThrows(IndexOutOfBoundsException.class, () -> keccak.update(new byte[10], 5, 6));
        assertThrows(IndexOutOfBoundsException.class, () -> keccak.update(new byte[10], -1, 6));
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Keccak256.hash(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(KeccakDigest reference) {
        byte[] digest = new byte[32];
        reference.doFinal(digest, 0);
        return digest;
    }
}
