package dev.peerloom.api.rlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.HexFormat;

final class RlpReaderTest {
    @Test
    void aMessageIsReadFieldByField() throws RlpException {
        byte[] message =
                new RlpWriter()
                        .startList()
                        .write(-1)
                        .write(Integer.MAX_VALUE)
                        .write(BigInteger.TEN.pow(30))
                        .write("grüezi")
                        .write(new byte[] {1, 2})
                        .write(new byte[] {3, 4})
                        .startList()
                        .write(5)
                        .endList()
                        .startList()
                        .endList()
                        .endList()
                        .toByteArray();
        RlpReader in = new RlpReader(message);
        assertTrue(in.nextIsList());
        in.enterList();
        assertFalse(in.nextIsList());
        assertEquals(-1, in.readLong());
        assertEquals(Integer.MAX_VALUE, in.readInt());
        assertEquals(BigInteger.TEN.pow(30), in.readBigInteger());
        assertEquals("grüezi", in.readString());
        assertArrayEquals(new byte[] {1, 2}, in.readBytes());
        assertEquals(ByteBuffer.wrap(new byte[] {3, 4}), in.readSlice());
        assertArrayEquals(bytes("c105"), in.readRaw());
        assertTrue(in.hasNext());
        in.skip();
        assertFalse(in.hasNext());
        in.leaveList();
        assertFalse(in.hasNext());
        in.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "8100",
                "817f", // a byte below 0x80 with a header
                "b800",
                "b801ff",
                "f801c0", // a length that a short header could carry
                "b90038",
                "f90038",
                "bf00000000000000ff", // a length with a leading zero
                "81",
                "b7",
                "c1",
                "f7",
                "83aabb", // shorter than declared
                "b8",
                "b9ff",
                "ff",
                "ffffffffffffff", // ends within the header
                "b838",
                "bb7fffffff",
                "bbffffffff",
                "fbffffffff", // declared but not there
                "bc0100000000",
                "bfffffffffffffffff",
                "ffffffffffffffffff",
                "ff8000000000000000",
                "c281",
                "c2828080",
                "c2b838", // an item that runs past its list
                "c28100",
                "c3c28100",
                "c4c3b800ff", // inside a list
            })
    void whatIsNotCanonicalIsRefused(String hex) {
        assertThrows(RlpException.class, () -> new RlpReader(bytes(hex)).skip());
        assertThrows(RlpException.class, () -> new RlpReader(bytes(hex)).readRaw());
        // Within a larger array the bytes behind the part must not count.
        byte[] padded = bytes("8080" + hex + "80".repeat(300));
        RlpReader part = new RlpReader(padded, 2, hex.length() / 2);
        assertThrows(RlpException.class, part::skip);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "820001", "8a00ffffffffffffffffff", "c0", "c101", ""})
    void whatIsNoIntegerIsRefused(String hex) {
        assertThrows(RlpException.class, () -> new RlpReader(bytes(hex)).readInt());
        assertThrows(RlpException.class, () -> new RlpReader(bytes(hex)).readLong());
        assertThrows(RlpException.class, () -> new RlpReader(bytes(hex)).readBigInteger());
    }

    @Test
    void integersBeyondTheirTypeAreRefused() throws RlpException {
        assertEquals(Integer.MAX_VALUE, new RlpReader(bytes("847fffffff")).readInt());
        assertThrows(RlpException.class, () -> new RlpReader(bytes("8480000000")).readInt());
        assertThrows(RlpException.class, () -> new RlpReader(bytes("850100000000")).readInt());
        assertEquals(Long.MIN_VALUE, new RlpReader(bytes("888000000000000000")).readLong());
        byte[] nine = bytes("89010000000000000000");
        assertThrows(RlpException.class, () -> new RlpReader(nine).readLong());
        assertEquals(BigInteger.ONE.shiftLeft(64), new RlpReader(nine).readBigInteger());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8180", "82c3c3", "83eda080", "82c080", "84f8888080", "84efbfbdff"})
    void whatIsNotUtf8IsRefused(String hex) {
        assertThrows(RlpException.class, () -> new RlpReader(bytes(hex)).readString());
    }

    @Test
    void aReplacementCharacterThatWasSentIsText() throws RlpException {
        assertEquals("\uFFFD", new RlpReader(bytes("83efbfbd")).readString());
    }

    @Test
    void theWrongKindIsRefusedAndCanBeReadOtherwise() throws RlpException {
        RlpReader in = new RlpReader(bytes("c10181ff"));
        assertThrows(RlpException.class, in::readBytes);
        assertThrows(RlpException.class, in::readSlice);
        assertThrows(RlpException.class, in::readString);
        assertThrows(RlpException.class, in::readLong);
        in.enterList();
        assertThrows(RlpException.class, in::enterList);
        assertEquals(1, in.readLong());
        assertThrows(RlpException.class, in::readLong);
        assertThrows(RlpException.class, in::nextIsList);
        assertThrows(RlpException.class, in::skip);
        in.leaveList();
        assertThrows(RlpException.class, in::leaveList);
        assertThrows(RlpException.class, in::enterList);
        assertThrows(RlpException.class, in::end);
        assertEquals(0xff, in.readInt());
        in.end();
    }

    @Test
    void whatFailedWithinListsLeavesTheReaderOutsideOfThem() throws RlpException {
        RlpReader in = new RlpReader(bytes("c401c28100"));
        for (int i = 0; i < RlpReader.MAX_DEPTH; i++) {
            RlpException e = assertThrows(RlpException.class, in::skip);
            assertTrue(e.getMessage().contains("has a header"), e.getMessage());
        }
        RlpException left = assertThrows(RlpException.class, in::end);
        assertTrue(left.getMessage().contains("5 bytes are left over"), left.getMessage());
        in.enterList();
        assertEquals(1, in.readInt());
    }

    @Test
    void aListIsLeftOnlyAtItsEnd() throws RlpException {
        RlpReader in = new RlpReader(bytes("c2010203"));
        in.enterList();
        in.readLong();
        assertThrows(RlpException.class, in::leaveList);
        assertThrows(RlpException.class, in::end);
        in.skip();
        assertThrows(RlpException.class, in::end);
        in.leaveList();
        assertThrows(RlpException.class, in::end);
        assertEquals(3, in.readInt());
        in.end();
    }

    @Test
    void aSliceIsAReadOnlyViewOfTheStringAlone() throws RlpException {
        byte[] input = bytes("80820102ff");
        ByteBuffer slice = new RlpReader(input, 1, 3).readSlice();
        assertEquals(0, slice.position());
        assertEquals(2, slice.capacity());
        assertThrows(ReadOnlyBufferException.class, () -> slice.put(0, (byte) 0));
        input[2] = 9;
        assertEquals(9, slice.get(0));
    }

    @Test
    void whatIsReadAsBytesIsACopy() throws RlpException {
        byte[] input = bytes("820102");
        byte[] read = new RlpReader(input).readBytes();
        byte[] raw = new RlpReader(input).readRaw();
        input[1] = 9;
        assertArrayEquals(new byte[] {1, 2}, read);
        assertArrayEquals(bytes("820102"), raw);
    }

    @Test
    void partsOutsideTheArrayAreRefused() {
        assertThrows(IndexOutOfBoundsException.class, () -> new RlpReader(new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new RlpReader(new byte[2], -1, 1));
        assertThrows(NullPointerException.class, () -> new RlpReader(null));
        assertThrows(NullPointerException.class, () -> new RlpReader(null, 0, 0));
    }

    @Test
    void errorsSayWhereInTheInput() {
        RlpException e =
                assertThrows(
                        RlpException.class, () -> new RlpReader(bytes("80c3808100"), 1, 4).skip());
        assertTrue(e.getMessage().contains("byte 2 "), e.getMessage());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
