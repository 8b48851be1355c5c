package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** Our codec against the reference implementation, Google's C++ code behind snappy-java. */
final class SnappyTest {
    private static final int MAX = 0xFFFFFF;

    /** Inputs of every degree of repetition, with lengths around the codec's own boundaries. */
    @Provide
    Arbitrary<byte[]> inputs() {
        Arbitrary<Integer> lengths =
                Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(0, 5000),
                        Arbitraries.integers().between(60_000, 200_000));
        Arbitrary<Integer> alphabets = Arbitraries.of(1, 2, 4, 40, 256);
        Arbitrary<Integer> repeats = Arbitraries.of(0, 1, 3, 8, 50);
        return Arbitraries.randoms()
                .flatMap(
                        random ->
                                lengths.flatMap(
                                        length ->
                                                alphabets.flatMap(
                                                        alphabet ->
                                                                repeats.map(
                                                                        repeat ->
                                                                                text(
                                                                                        random,
                                                                                        length,
                                                                                        alphabet,
                                                                                        repeat)))));
    }

    /** Random letters, with earlier passages repeated in {@code repeat} of 100 places. */
    private static byte[] text(Random random, int length, int alphabet, int repeat) {
        byte[] text = new byte[length];
        int at = 0;
        while (at < length) {
            if (at > 0 && random.nextInt(100) < repeat) {
                int from = random.nextInt(at);
                int count = Math.min(1 + random.nextInt(300), length - at);
                for (int i = 0; i < count; i++) {
                    text[at + i] = text[from + i];
                }
                at += count;
            } else {
                text[at++] = (byte) random.nextInt(alphabet);
            }
        }
        return text;
    }

    @Property(tries = 300)
    void theReferenceReadsWhatWeWrite(
            @ForAll("inputs") byte[] input, @ForAll @IntRange(max = 9) int margin)
            throws IOException, SnappyException {
        byte[] source = new byte[margin + input.length + margin];
        Arrays.fill(source, (byte) 0x5A);
        System.arraycopy(input, 0, source, margin, input.length);
        byte[] out = new byte[margin + Snappy.maxCompressedLength(input.length) + margin];
        int length = new Snappy.Compressor().compress(source, margin, input.length, out, margin);
        assertTrue(length <= input.length + 10);
        for (int i = 0; i < margin; i++) {
            assertEquals(0, out[i], "written before the block");
            assertEquals(0, out[out.length - 1 - i], "written behind its room");
        }
        byte[] block = Arrays.copyOfRange(out, margin, margin + length);
        assertArrayEquals(input, org.xerial.snappy.Snappy.uncompress(block));
        assertEquals(input.length, Snappy.uncompressedLength(out, margin, length));
        assertArrayEquals(input, Snappy.uncompress(out, margin, length, input.length));
    }

    @Property(tries = 300)
    void weReadWhatTheReferenceWrites(@ForAll("inputs") byte[] input)
            throws IOException, SnappyException {
        byte[] block = org.xerial.snappy.Snappy.compress(input);
        assertArrayEquals(input, Snappy.uncompress(block, 0, block.length, input.length));
    }

    /** What both refuse, what both accept, and to what: the same, byte for byte. */
    @Property(tries = 2000)
    void damagedBlocksAreJudgedAsTheReferenceDoes(
            @ForAll("inputs") byte[] input, @ForAll Random random) throws IOException {
        byte[] source = Arrays.copyOf(input, Math.min(input.length, 300));
        byte[] block = org.xerial.snappy.Snappy.compress(source);
        byte[] bad = Arrays.copyOf(block, 1 + random.nextInt(block.length));
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
        }
        assertJudgedAlike(bad);
    }

    @Property(tries = 3000)
    void garbageIsJudgedAsTheReferenceDoes(@ForAll byte[] garbage, @ForAll Random random)
            throws IOException {
        assertJudgedAlike(garbage);
        byte[] plausible = garbage.clone();
        if (plausible.length > 0) {
            plausible[0] = (byte) random.nextInt(128); // a short length, so that elements are read
        }
        assertJudgedAlike(plausible);
    }

    private static void assertJudgedAlike(byte[] block) throws IOException {
        int limit = 100_000;
        byte[] ours;
        try {
            ours = Snappy.uncompress(block, 0, block.length, limit);
            assertTrue(ours.length <= limit);
        } catch (SnappyException e) {
            ours = new byte[0];
            assertTrue(
                    !org.xerial.snappy.Snappy.isValidCompressedBuffer(block)
                            || org.xerial.snappy.Snappy.uncompressedLength(block) > limit,
                    () -> "refused a good block " + HexFormat.of().formatHex(block));
            return;
        }
        assertTrue(
                org.xerial.snappy.Snappy.isValidCompressedBuffer(block),
                () -> "accepted a bad block " + HexFormat.of().formatHex(block));
        assertArrayEquals(org.xerial.snappy.Snappy.uncompress(block), ours);
    }

    /** A reused table must not make one block depend on the one before. */
    @Property(tries = 50)
    void aCompressorForgetsTheBlockBefore(
            @ForAll("inputs") byte[] first, @ForAll("inputs") byte[] second) {
        Snappy.Compressor reused = new Snappy.Compressor();
        compress(reused, first);
        assertArrayEquals(compress(new Snappy.Compressor(), second), compress(reused, second));
    }

    private static byte[] compress(Snappy.Compressor compressor, byte[] input) {
        byte[] out = new byte[Snappy.maxCompressedLength(input.length)];
        return Arrays.copyOf(out, compressor.compress(input, 0, input.length, out, 0));
    }

    /** So that a payload of MAX_PAYLOAD and its code fit a frame, whatever the payload contains. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 60, 61, 255, 256, 257, 65_535, 65_537, 0xFFFFF0, 0xFFFFFF})
    void randomBytesGrowByTenAtMost(int size) throws SnappyException {
        byte[] input = new byte[size];
        new Random(size).nextBytes(input);
        byte[] block = compress(new Snappy.Compressor(), input);
        assertTrue(block.length <= size + 8, block.length + " bytes of " + size);
        assertArrayEquals(input, Snappy.uncompress(block, 0, block.length, MAX));
    }

    /**
     * Of every 66 bytes 62 are new, which takes a literal of 64 bytes, and 4 repeat what stands
     * more than 2,047 bytes back, which takes a copy of 3: an input that ends so would outgrow its
     * room. Whether every repetition is found depends on the random bytes, so there are many
     * inputs.
     */
    @Test
    void whatWouldGrowByItsElementsIsStored() throws SnappyException {
        Snappy.Compressor compressor = new Snappy.Compressor();
        for (int seed = 0; seed < 5000; seed++) {
            byte[] input = new byte[16 + 64 * 66];
            new Random(seed).nextBytes(input);
            for (int piece = 0; piece < 64; piece++) {
                int from = Math.max(0, piece - (piece < 34 ? 1 : 34)) * 66 + 6;
                System.arraycopy(input, from, input, 1 + piece * 66 + 62, 4);
            }
            byte[] block = compress(compressor, input);
            assertTrue(block.length <= input.length + 8, block.length + " bytes");
            assertArrayEquals(input, Snappy.uncompress(block, 0, block.length, MAX));
        }
    }

    @Test
    void repetitionIsFound() {
        assertTrue(compress(new Snappy.Compressor(), new byte[1 << 20]).length < 50_000);
    }

    /** A copy reaches back 65,535 bytes; an offset of 65,536 would be written as 0. */
    @ParameterizedTest
    @ValueSource(ints = {60_000, 65_535, 65_536, 65_537, 70_000, 131_071, 131_072})
    void repetitionIsFoundWithin64KiBAndNotBeyond(int distance) throws SnappyException {
        byte[] input = new byte[distance + 5000];
        new Random(3).nextBytes(input);
        Arrays.fill(input, 5000, distance, (byte) 0);
        System.arraycopy(input, 0, input, distance, 5000);
        byte[] block = compress(new Snappy.Compressor(), input);
        int zeros = (distance - 5000) / 64 * 3 + 100;
        assertEquals(distance <= 65_535, block.length < 7000 + zeros, block.length + " bytes");
        assertArrayEquals(input, Snappy.uncompress(block, 0, block.length, MAX));
    }

    @Test
    void roomIsAskedForBeforeAnythingIsWritten() {
        Snappy.Compressor compressor = new Snappy.Compressor();
        byte[] out = new byte[109];
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> compressor.compress(new byte[100], 0, 100, out, 0));
        assertArrayEquals(new byte[109], out);
    }
}
