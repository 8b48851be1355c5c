package dev.peerloom.api.rlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.HexFormat;

final class RlpWriterTest {
    @Test
    void integersTakeTheirShortestForm() {
        assertEquals("80", hex(new RlpWriter().write(0)));
        assertEquals("01", hex(new RlpWriter().write(1)));
        assertEquals("7f", hex(new RlpWriter().write(0x7f)));
        assertEquals("8180", hex(new RlpWriter().write(0x80)));
        assertEquals("820100", hex(new RlpWriter().write(0x100)));
        assertEquals("887fffffffffffffff", hex(new RlpWriter().write(Long.MAX_VALUE)));
        assertEquals("888000000000000000", hex(new RlpWriter().write(Long.MIN_VALUE)));
        assertEquals("88ffffffffffffffff", hex(new RlpWriter().write(-1)));
    }

    @Test
    void bigIntegersTakeTheirShortestForm() {
        assertEquals("80", hex(new RlpWriter().write(BigInteger.ZERO)));
        assertEquals("7f", hex(new RlpWriter().write(BigInteger.valueOf(0x7f))));
        assertEquals("8180", hex(new RlpWriter().write(BigInteger.valueOf(0x80))));
        BigInteger twoTo64 = BigInteger.ONE.shiftLeft(64);
        assertEquals(
                "88ffffffffffffffff", hex(new RlpWriter().write(twoTo64.subtract(BigInteger.ONE))));
        assertEquals("89010000000000000000", hex(new RlpWriter().write(twoTo64)));
        assertEquals(
                "89ff0000000000000000",
                hex(new RlpWriter().write(BigInteger.valueOf(0xff).shiftLeft(64))));
    }

    @Test
    void stringsKeepTheirLeadingZeros() {
        assertEquals("00", hex(new RlpWriter().write(new byte[1])));
        assertEquals("820001", hex(new RlpWriter().write(new byte[] {0, 1})));
    }

    @Test
    void aPartOfAnArrayIsWrittenAndNothingAroundIt() {
        byte[] source = {1, 2, (byte) 0x83, 4};
        assertEquals("820283", hex(new RlpWriter().write(source, 1, 2)));
        assertEquals("8183", hex(new RlpWriter().write(source, 2, 1)));
        assertEquals("80", hex(new RlpWriter().write(source, 4, 0)));
        assertThrows(IndexOutOfBoundsException.class, () -> new RlpWriter().write(source, 3, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new RlpWriter().write(source, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new RlpWriter().write(source, 1, -1));
    }

    @Test
    void listHeadersGrowWithTheListsAroundThem() {
        // 55 bytes fit a short header, 56 do not: the inner header makes the outer one long.
        RlpWriter writer = new RlpWriter().startList().startList();
        for (int i = 0; i < 55; i++) {
            writer.write(1);
        }
        String items = "01".repeat(55);
        assertEquals("f838" + "f7" + items, hex(writer.endList().endList()));
        assertEquals("f838" + "f7" + items + "c0", hex(writer.startList().endList()));
    }

    @Test
    void itemsBetweenListsStayInPlace() {
        RlpWriter writer =
                new RlpWriter()
                        .write(1)
                        .startList()
                        .write(2)
                        .startList()
                        .endList()
                        .write(3)
                        .startList()
                        .write(4)
                        .endList()
                        .endList()
                        .write(5);
        assertEquals("01" + "c5" + "02c003c104" + "05", hex(writer));
    }

    @Test
    void listsThatAreNotClosedInOrderAreRefused() {
        RlpWriter writer = new RlpWriter();
        assertThrows(IllegalStateException.class, writer::endList);
        writer.startList();
        assertThrows(IllegalStateException.class, writer::toByteArray);
        writer.endList();
        assertThrows(IllegalStateException.class, writer::endList);
        assertEquals("c0", hex(writer));
    }

    @Test
    void nothingWrittenIsNothing() {
        assertArrayEquals(new byte[0], new RlpWriter().toByteArray());
    }

    @Test
    void valuesThatRlpCannotCarryAreRefused() {
        RlpWriter writer = new RlpWriter().write(7);
        assertThrows(IllegalArgumentException.class, () -> writer.write(BigInteger.valueOf(-1)));
        assertThrows(IllegalArgumentException.class, () -> writer.write("\uD83D"));
        assertThrows(IllegalArgumentException.class, () -> writer.write("x\uDE00"));
        assertThrows(IllegalArgumentException.class, () -> writer.write("\uDE00\uD83D"));
        assertThrows(NullPointerException.class, () -> writer.write((String) null));
        assertThrows(NullPointerException.class, () -> writer.write((byte[]) null));
        assertThrows(NullPointerException.class, () -> writer.write((BigInteger) null));
        assertThrows(NullPointerException.class, () -> writer.writeRaw(null));
        assertEquals("07", hex(writer));
    }

    @Test
    void textIsUtf8() {
        assertEquals("84f09f9880", hex(new RlpWriter().write("\uD83D\uDE00")));
        assertEquals("82c3a4", hex(new RlpWriter().write("ä")));
    }

    @Test
    void rawItemsAreCheckedThroughAndThrough() {
        assertEquals(
                "c401c20203", hex(raw(new RlpWriter().startList().write(1), "c20203").endList()));
        for (String bad :
                new String[] {"", "0101", "8101", "c28101", "c1", "c1c1", "b800", "c3c28101"}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> raw(new RlpWriter(), bad));
            assertTrue(e.getMessage().contains("writeRaw"), e.getMessage());
        }
    }

    @Test
    void listsDeeperThanAReaderAcceptsAreRefused() throws RlpException {
        RlpWriter writer = new RlpWriter();
        for (int i = 0; i < RlpReader.MAX_DEPTH; i++) {
            writer.startList();
        }
        assertThrows(IllegalStateException.class, writer::startList);
        assertThrows(IllegalArgumentException.class, () -> raw(writer, "c0"));
        raw(writer, "80");
        for (int i = 0; i < RlpReader.MAX_DEPTH; i++) {
            writer.endList();
        }
        RlpReader reader = new RlpReader(writer.toByteArray());
        reader.skip();
        reader.end();
    }

    private static RlpWriter raw(RlpWriter writer, String hex) {
        return writer.writeRaw(HexFormat.of().parseHex(hex));
    }

    private static String hex(RlpWriter writer) {
        return HexFormat.of().formatHex(writer.toByteArray());
    }
}
