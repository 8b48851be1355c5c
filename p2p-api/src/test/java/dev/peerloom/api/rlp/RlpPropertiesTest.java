package dev.peerloom.api.rlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

final class RlpPropertiesTest {
    @Property
    void treesComeBackAsTheyWere(@ForAll("trees") Object tree) throws RlpException {
        assertEquals(tree, RlpTree.decode(RlpTree.encode(tree)));
    }

    @Property
    void integersComeBackAsTheyWere(@ForAll long value) throws RlpException {
        byte[] encoding = new RlpWriter().write(value).toByteArray();
        assertEquals(value, new RlpReader(encoding).readLong());
        BigInteger unsigned = new BigInteger(Long.toUnsignedString(value));
        assertEquals(unsigned, new RlpReader(encoding).readBigInteger());
        assertArrayEquals(encoding, new RlpWriter().write(unsigned).toByteArray());
        if (value >= 0 && value <= Integer.MAX_VALUE) {
            assertEquals(value, new RlpReader(encoding).readInt());
        } else {
            assertThrows(RlpException.class, () -> new RlpReader(encoding).readInt());
        }
    }

    @Property
    void bigIntegersComeBackAsTheyWere(@ForAll BigInteger value) throws RlpException {
        BigInteger square = value.multiply(value);
        byte[] encoding = new RlpWriter().write(square).toByteArray();
        assertEquals(square, new RlpReader(encoding).readBigInteger());
    }

    @Property
    void textComesBackAsItWasOrIsRefused(@ForAll String text) throws RlpException {
        boolean whole = text.codePoints().noneMatch(c -> c >= 0xd800 && c < 0xe000);
        if (whole) {
            byte[] encoding = new RlpWriter().write(text).toByteArray();
            assertEquals(text, new RlpReader(encoding).readString());
        } else {
            assertThrows(IllegalArgumentException.class, () -> new RlpWriter().write(text));
        }
    }

    @Property
    void whatDecodesIsTheOneEncodingOfWhatItDecodesTo(@ForAll("inputs") byte[] input) {
        Object tree;
        try {
            tree = RlpTree.decode(input);
        } catch (RlpException refused) {
            assertThrows(IllegalArgumentException.class, () -> new RlpWriter().writeRaw(input));
            return;
        }
        assertArrayEquals(input, RlpTree.encode(tree));
        assertArrayEquals(input, new RlpWriter().writeRaw(input).toByteArray());
    }

    @Property
    void damageIsRefusedOrGivesAnotherTree(
            @ForAll("trees") Object tree, @ForAll int where, @ForAll byte what) {
        byte[] encoding = RlpTree.encode(tree);
        int at = Math.floorMod(where, encoding.length);
        byte before = encoding[at];
        encoding[at] = what;
        try {
            Object other = RlpTree.decode(encoding);
            assertEquals(what == before, other.equals(tree));
            assertArrayEquals(encoding, RlpTree.encode(other));
        } catch (RlpException refused) {
            assertEquals(false, what == before);
        }
    }

    @Property
    void skippingAndReadingRawAcceptWhatReadingAccepts(@ForAll("inputs") byte[] input)
            throws RlpException {
        RlpReader reader = new RlpReader(input);
        Object tree;
        try {
            tree = RlpTree.read(reader);
        } catch (RlpException refused) {
            assertThrows(RlpException.class, () -> new RlpReader(input).skip());
            assertThrows(RlpException.class, () -> new RlpReader(input).readRaw());
            return;
        }
        byte[] raw = new RlpReader(input).readRaw();
        assertArrayEquals(RlpTree.encode(tree), raw);
        RlpReader skipping = new RlpReader(input);
        skipping.skip();
        assertEquals(reader.hasNext(), skipping.hasNext());
        assertEquals(raw.length < input.length, skipping.hasNext());
    }

    @Property
    void aPartOfAnArrayReadsLikeAnArrayOfItsOwn(
            @ForAll("inputs") byte[] input, @ForAll @IntRange(max = 9) int around) {
        byte[] array = new byte[input.length + 2 * around];
        Arrays.fill(array, (byte) 0xc1);
        System.arraycopy(input, 0, array, around, input.length);
        assertEquals(
                outcome(new RlpReader(input)), outcome(new RlpReader(array, around, input.length)));
    }

    /** Whatever else came out of a reader would fail the property by itself. */
    @Property
    void noOrderOfCallsGivesAnotherException(
            @ForAll("inputs") byte[] input,
            @ForAll @Size(max = 40) List<@IntRange(max = 11) Integer> calls) {
        RlpReader reader = new RlpReader(input);
        for (int call : calls) {
            boolean more = reader.hasNext();
            try {
                call(reader, call);
            } catch (RlpException refused) {
                assertEquals(more, reader.hasNext());
            }
        }
    }

    private static Object call(RlpReader reader, int call) throws RlpException {
        switch (call) {
            case 0 -> reader.skip();
            case 1, 2 -> reader.enterList();
            case 3 -> reader.leaveList();
            case 4 -> reader.end();
            default -> {
                return switch (call) {
                    case 5 -> reader.nextIsList();
                    case 6 -> reader.readLong();
                    case 7 -> reader.readInt();
                    case 8 -> reader.readBigInteger();
                    case 9 -> reader.readString();
                    case 10 -> reader.readSlice();
                    default -> reader.readBytes();
                };
            }
        }
        return reader;
    }

    private static String outcome(RlpReader reader) {
        try {
            Object tree = RlpTree.read(reader);
            reader.end();
            return tree.toString();
        } catch (RlpException e) {
            return e.getMessage();
        }
    }

    @Provide
    Arbitrary<Object> trees() {
        Arbitrary<Integer> sizes =
                Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.integers().between(0, 4)),
                        Tuple.of(3, Arbitraries.integers().between(50, 60)),
                        Tuple.of(1, Arbitraries.integers().between(250, 260)));
        Arbitrary<Object> strings =
                sizes.flatMap(size -> Arbitraries.bytes().array(byte[].class).ofSize(size))
                        .map(bytes -> HexFormat.of().formatHex(bytes));
        return Arbitraries.lazyOf(
                () -> strings,
                () -> strings,
                () -> trees().list().ofMaxSize(5).map(items -> (Object) items));
    }

    /** Bytes that look like RLP: small lengths, headers of every kind, and whole encodings. */
    @Provide
    Arbitrary<byte[]> inputs() {
        Arbitrary<Byte> likely =
                Arbitraries.of(
                                0x00, 0x01, 0x37, 0x38, 0x7f, 0x80, 0x81, 0x82, 0xb7, 0xb8, 0xb9,
                                0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xf7, 0xf8, 0xf9, 0xff)
                        .map(Integer::byteValue);
        return Arbitraries.oneOf(
                likely.array(byte[].class).ofMaxSize(12),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(80),
                trees().map(RlpTree::encode));
    }
}
