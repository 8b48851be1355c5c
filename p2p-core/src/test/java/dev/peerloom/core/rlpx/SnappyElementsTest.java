package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;

/** Blocks written by hand: every kind of element, and each out of its bounds. */
final class SnappyElementsTest {
    private static final int MAX = 0xFFFFFF;

    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "01, 1",
        "7f, 127",
        "8001, 128",
        "8000, 0",
        "ffffff07, 16777215",
        "ffffffff07, 2147483647"
    })
    void declaredLengthsAreRead(String hex, int length) throws SnappyException {
        byte[] block = HexFormat.of().parseHex(hex);
        assertEquals(length, Snappy.uncompressedLength(block, 0, block.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                "ffffff",
                "8080808080",
                "808080808000",
                "ffffffff0f",
                "8080808008"
            })
    void lengthsThatAreNoneAreRefused(String hex) {
        byte[] block = HexFormat.of().parseHex(hex);
        assertThrows(
                SnappyException.class, () -> Snappy.uncompressedLength(block, 0, block.length));
        assertThrows(SnappyException.class, () -> Snappy.uncompress(block, 0, block.length, MAX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 00", // an element too many
                "01", // none at all
                "02 0061", // one byte short
                "01 046161", // one byte too many
                "05 0061 01 00", // a copy from 0 bytes back
                "05 0061 01 02", // from before the beginning
                "05 0061 02 0000",
                "05 0061 0e 0200",
                "05 0061 03 00000000",
                "05 0061 0f ffffffff",
                "05 0061 0f 00000080",
                "05 0061 0f 010000",
                "04 0061 0e",
                "04 0061 0e01",
                "04 0061 01",
                "03 0061 01 01", // a copy beyond the declared length
                "05 f0",
                "05 f4ff",
                "05 f8ffff",
                "05 fcffffff",
                "05 fcffffffff 61", // lengths cut
                "05 fc ffffff7f 6161616161",
                "05 fc 04000000 61616161",
            })
    void elementsOutOfBoundsAreRefused(String hex) throws IOException {
        byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThrows(SnappyException.class, () -> Snappy.uncompress(block, 0, block.length, MAX));
        assertFalse(org.xerial.snappy.Snappy.isValidCompressedBuffer(block));
    }

    @ParameterizedTest
    @CsvSource({
        "05 0061 01 01, 6161616161",
        "05 0061 0e 0100, 6161616161",
        "05 0061 0f 01000000, 6161616161",
        "09 046162 0d 02, 616261626162616261",
        "05 f0 04 6162636465, 6162636465",
        "05 f4 0400 6162636465, 6162636465",
        "05 fc 04000000 6162636465, 6162636465",
        "00, ''"
    })
    void everyKindOfElementIsRead(String hex, String expected) throws SnappyException {
        byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(
                expected.replace(" ", ""),
                HexFormat.of().formatHex(Snappy.uncompress(block, 0, block.length, MAX)));
    }

    /** Patterns of every period, at the end of the output and before it. */
    @Test
    void overlappingCopiesRepeatTheirPattern() throws Exception {
        for (int period = 1; period <= 20; period++) {
            for (int length = 4; length <= 64; length++) {
                for (int behind : new int[] {0, 7, 8, 30}) {
                    byte[] expected = new byte[period + length + behind];
                    for (int i = 0; i < expected.length; i++) {
                        expected[i] = (byte) (i < period + length ? i % period : 99);
                    }
                    byte[] block = patterned(expected, period, length, behind);
                    assertArrayEquals(expected, Snappy.uncompress(block, 0, block.length, MAX));
                }
            }
        }
    }

    private static byte[] patterned(byte[] all, int period, int length, int behind) {
        byte[] block = new byte[1 + 1 + period + 3 + (behind == 0 ? 0 : 1 + behind)];
        block[0] = (byte) all.length;
        block[1] = (byte) ((period - 1) << 2);
        System.arraycopy(all, 0, block, 2, period);
        int at = 2 + period;
        block[at] = (byte) ((length - 1) << 2 | 2);
        block[at + 1] = (byte) period;
        if (behind > 0) {
            block[at + 3] = (byte) ((behind - 1) << 2);
            Arrays.fill(block, at + 4, block.length, (byte) 99);
        }
        return block;
    }

    @Test
    void theLimitIsCheckedBeforeAnythingIsAllocated() {
        byte[] block = HexFormat.of().parseHex("ffffffff07");
        SnappyException refused =
                assertThrows(
                        SnappyException.class,
                        () -> Snappy.uncompress(block, 0, block.length, MAX));
        assertEquals(
                "a block declares 2147483647 bytes, at most 16777215 are allowed",
                refused.getMessage());
        SnappyException impossible =
                assertThrows(
                        SnappyException.class,
                        () -> Snappy.uncompress(block, 0, block.length, Integer.MAX_VALUE));
        assertTrue(impossible.getMessage().contains("cannot hold them"));
    }
}
