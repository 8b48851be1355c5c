package dev.peerloom.core.rlpx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.api.rlp.RlpWriter;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;

final class MessageCodeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 80",
        "1, 01",
        "16, 10",
        "127, 7f",
        "128, 8180",
        "255, 81ff",
        "256, 820100",
        "65535, 82ffff",
        "65536, 83010000",
        "16777216, 8401000000",
        "2147483647, 847fffffff"
    })
    void codesAreRlpIntegers(int code, String hex) throws FrameException {
        byte[] frame = new byte[10];
        int length = MessageCode.encode(code, frame, 2);
        assertEquals(hex, HexFormat.of().formatHex(frame, 2, 2 + length));
        assertEquals(length, MessageCode.encodedSize(code));
        assertEquals(new MessageCode(code, length), MessageCode.decode(frame, 2, 8));
        assertEquals(new MessageCode(code, length), MessageCode.decode(frame, 2, length));
    }

    @Property
    void codesAgreeWithTheRlpWriter(@ForAll @IntRange(max = Integer.MAX_VALUE) int code)
            throws FrameException {
        byte[] frame = new byte[5];
        int length = MessageCode.encode(code, frame, 0);
        assertArrayEquals(new RlpWriter().write(code).toByteArray(), Arrays.copyOf(frame, length));
        assertEquals(code, MessageCode.decode(frame, 0, length).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "00", "8100", "8101", "817f", "820001", "8200ff", "83000100", "8400ffffff",
                "8480000000", "84ffffffff", "850100000000", "c0", "c101", "b8", "ff", "81", "8201",
                "84010000"
            })
    void whatIsNoCanonicalIntegerIsRefused(String hex) {
        byte[] frame = HexFormat.of().parseHex(hex);
        assertThrows(FrameException.class, () -> MessageCode.decode(frame, 0, frame.length));
    }

    @Test
    void bytesBeyondTheFrameAreNotRead() {
        byte[] frame = HexFormat.of().parseHex("8180");
        assertThrows(FrameException.class, () -> MessageCode.decode(frame, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> MessageCode.decode(frame, 0, 3));
    }

    @Test
    void thereAreNoNegativeCodes() {
        assertThrows(IllegalArgumentException.class, () -> MessageCode.encode(-1, new byte[9], 0));
    }
}
