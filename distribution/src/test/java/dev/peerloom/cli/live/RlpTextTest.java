package dev.peerloom.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.rlp.RlpWriter;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class RlpTextTest {
    private static byte[] status() {
        return new RlpWriter()
                .startList()
                .write(69)
                .write("hello world")
                .startList()
                .write(0)
                .write(new byte[] {(byte) 0xFF, 1})
                .endList()
                .write(new byte[70])
                .endList()
                .toByteArray();
    }

    @Test
    void itemsAreShownInTheirLists() {
        String whole = RlpText.of(status(), status().length);
        assertEquals("[0x45, \"hello world\", [0x, 0xff01], 0x" + "00".repeat(70) + "]", whole);
        assertEquals("0x", RlpText.of(new byte[] {(byte) 0x80}, 1));
        assertEquals("[]", RlpText.of(new byte[] {(byte) 0xC0}, 1));
    }

    @Test
    void aBeginningShowsWhatIsThere() {
        byte[] status = status();
        assertEquals("[0x45, \"hell…\", …]", RlpText.of(Arrays.copyOf(status, 8), status.length));
        assertEquals(
                "[0x45, \"hello world\", [0x, …], …]",
                RlpText.of(Arrays.copyOf(status, 17), status.length));
    }

    @Test
    void whatIsNoRlpIsShownAsItIs() {
        assertEquals("0x0102", RlpText.of(new byte[] {1, 2}, 2));
        assertEquals("0xc30102…", RlpText.of(new byte[] {(byte) 0xC3, 1, 2}, 9));
        assertEquals("0x", RlpText.of(new byte[0], 0));
        assertEquals("0xc2b8", RlpText.of(new byte[] {(byte) 0xC2, (byte) 0xB8}, 2));
    }

    @Property(tries = 2000)
    void whateverTheBytesAreNothingElseIsShown(@ForAll byte[] bytes, @ForAll short more) {
        int size = bytes.length + Math.max(0, more);
        assertPlain(RlpText.of(bytes, size));
        // As if it were a list of these: that comes further in.
        byte[] list = new byte[bytes.length + 3];
        list[0] = (byte) 0xF9;
        list[1] = (byte) (size >> 8);
        list[2] = (byte) size;
        System.arraycopy(bytes, 0, list, 3, bytes.length);
        assertPlain(RlpText.of(list, size + 3));
    }

    @Test
    void deepNestingIsCutOff() {
        byte[] deep = new byte[40];
        for (int i = 0; i < deep.length; i++) {
            deep[i] = (byte) (0xC0 + deep.length - 1 - i);
        }
        assertEquals("[".repeat(16) + "[…]" + "]".repeat(16), RlpText.of(deep, deep.length));
    }

    private static void assertPlain(String text) {
        assertTrue(
                text.chars().allMatch(c -> (c >= 0x20 && c < 0x7F) || c == '…'),
                () -> "something else than text: " + text);
    }
}
