package dev.peerloom.api.rlp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The vectors of github.com/ethereum/tests, RLPTests/rlptest.json (commit 0d2c026f) and
 * RLPTests/invalidRLPTest.json (commit 16806bfc), under their names there. Left out is
 * listofbinaries: in that commit its list header covers the first four of its items only.
 */
final class RlpVectorsTest {
    private static final List<String> WORDS = List.of("asdf", "qwer", "zxcv");
    private static final String WORDS_HEX = "cf84617364668471776572847a786376";
    private static final String LOREM = "Lorem ipsum dolor sit amet, consectetur adipisicing eli";
    private static final String LONG_LOREM =
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit. Curabitur mau"
                    + "ris magna, suscipit sed vehicula non, iaculis faucibus tortor. Proin s"
                    + "uscipit ultricies malesuada. Duis tortor elit, dictum quis tristique e"
                    + "u, ultrices at risus. Morbi a est imperdiet mi ullamcorper aliquet sus"
                    + "cipit nec lorem. Aenean quis leo mollis, vulputate elit varius, conseq"
                    + "uat enim. Nulla ultrices turpis justo, et posuere urna consectetur nec"
                    + ". Proin non convallis metus. Donec tempor ipsum in mauris congue solli"
                    + "citudin. Vestibulum ante ipsum primis in faucibus orci luctus et ultri"
                    + "ces posuere cubilia Curae; Suspendisse convallis sem vel massa faucibu"
                    + "s, eget lacinia lacus tempor. Nulla quis ultricies purus. Proin auctor"
                    + " rhoncus nibh condimentum mollis. Aliquam consequat enim at metus luct"
                    + "us, a eleifend purus egestas. Curabitur at nibh metus. Nam bibendum, n"
                    + "eque at auctor tristique, lorem libero aliquet arcu, non interdum tell"
                    + "us lectus sit amet eros. Cras rhoncus, metus ac ornare cursus, dolor j"
                    + "usto ultrices metus, at ullamcorper volutpat";

    static Stream<Arguments> valid() {
        return Stream.of(
                arguments("emptystring", "", "80"),
                arguments("bytestring00", "\0", "00"),
                arguments("bytestring01", "\1", "01"),
                arguments("bytestring7F", "\177", "7f"),
                arguments("shortstring", "dog", "83646f67"),
                arguments("shortstring2", LOREM, "b7" + hex(LOREM)),
                arguments("longstring", LOREM + "t", "b838" + hex(LOREM + "t")),
                arguments("longstring2", LONG_LOREM, "b90400" + hex(LONG_LOREM)),
                arguments("zero", 0, "80"),
                arguments("smallint", 1, "01"),
                arguments("smallint2", 16, "10"),
                arguments("smallint3", 79, "4f"),
                arguments("smallint4", 127, "7f"),
                arguments("mediumint1", 128, "8180"),
                arguments("mediumint2", 1000, "8203e8"),
                arguments("mediumint3", 100000, "830186a0"),
                arguments(
                        "mediumint4",
                        new BigInteger("83729609699884896815286331701780722"),
                        "8f102030405060708090a0b0c0d0e0f2"),
                arguments(
                        "mediumint5",
                        new BigInteger(
                                "105315505618206987246253880190783558935785933862974822347068935681"),
                        "9c0100020003000400050006000700080009000a000b000c000d000e01"),
                arguments(
                        "bigint",
                        new BigInteger(
                                "115792089237316195423570985008687907853"
                                        + "269984665640564039457584007913129639936"),
                        "a101" + "00".repeat(32)),
                arguments("emptylist", List.of(), "c0"),
                arguments("stringlist", List.of("dog", "god", "cat"), "cc83646f6783676f6483636174"),
                arguments("multilist", List.of("zw", List.of(4), 1), "c6827a77c10401"),
                arguments(
                        "shortListMax1",
                        elevenWords(),
                        "f7" + "84617364668471776572847a786376".repeat(3) + "84617364668471776572"),
                arguments("longList1", Collections.nCopies(4, WORDS), "f840" + WORDS_HEX.repeat(4)),
                arguments(
                        "longList2",
                        Collections.nCopies(32, WORDS),
                        "f90200" + WORDS_HEX.repeat(32)),
                arguments(
                        "listsoflists",
                        List.of(List.of(List.of(), List.of()), List.of()),
                        "c4c2c0c0c0"),
                arguments(
                        "listsoflists2",
                        List.of(
                                List.of(),
                                List.of(List.of()),
                                List.of(List.of(), List.of(List.of()))),
                        "c7c0c1c0c3c0c1c0"),
                arguments(
                        "dictTest1",
                        List.of(
                                List.of("key1", "val1"),
                                List.of("key2", "val2"),
                                List.of("key3", "val3"),
                                List.of("key4", "val4")),
                        "ecca846b6579318476616c31ca846b6579328476616c32"
                                + "ca846b6579338476616c33ca846b6579348476616c34"));
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                arguments("int32Overflow", "bf0f000000000000021111"),
                arguments("int32Overflow2", "ff0f000000000000021111"),
                arguments("wrongSizeList", "f80180"),
                arguments("wrongSizeList2", "f80100"),
                arguments(
                        "incorrectLengthInArray",
                        "b9002100dc2b275d0f74e8a53e6f4ec61b27f24278820be3f82ea2110e582081"
                                + "b0565df0"),
                arguments(
                        "randomRLP",
                        "f861f83eb9002100dc2b275d0f74e8a53e6f4ec61b27f24278820be3f82ea211"
                                + "0e582081b0565df027b90015002d5ef8325ae4d034df55d4b58d0dfba64d61dd"
                                + "d17be00000b9001a00dae30907045a2f66fa36f2bb8aa9029cbb0b8a7b3b5c43"
                                + "5ab331"),
                arguments("bytesShouldBeSingleByte00", "8100"),
                arguments("bytesShouldBeSingleByte01", "8101"),
                arguments("bytesShouldBeSingleByte7F", "817F"),
                arguments(
                        "leadingZerosInLongLengthArray1",
                        "b90040000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c"
                                + "1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c"
                                + "3d3e3f"),
                arguments("leadingZerosInLongLengthArray2", "b800"),
                arguments(
                        "leadingZerosInLongLengthList1",
                        "fb00000040000102030405060708090a0b0c0d0e0f101112131415161718191a"
                                + "1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a"
                                + "3b3c3d3e3f"),
                arguments("leadingZerosInLongLengthList2", "f800"),
                arguments("nonOptimalLongLengthArray1", "b81000112233445566778899aabbccddeeff"),
                arguments("nonOptimalLongLengthArray2", "b801ff"),
                arguments("nonOptimalLongLengthList1", "f810000102030405060708090a0b0c0d0e0f"),
                arguments("nonOptimalLongLengthList2", "f803112233"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void valuesHaveTheirPublishedEncoding(String name, Object value, String hex) {
        assertEquals(hex, HexFormat.of().formatHex(write(new RlpWriter(), value).toByteArray()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void publishedEncodingsHaveTheirValues(String name, Object value, String hex)
            throws RlpException {
        RlpReader reader = new RlpReader(HexFormat.of().parseHex(hex));
        check(reader, value);
        reader.end();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void publishedErrorsAreRefused(String name, String hex) {
        byte[] input = HexFormat.of().parseHex(hex);
        assertThrows(RlpException.class, () -> RlpTree.decode(input));
        assertThrows(RlpException.class, () -> new RlpReader(input).skip());
    }

    private static RlpWriter write(RlpWriter writer, Object value) {
        return switch (value) {
            case Integer number -> writer.write(number);
            case BigInteger number -> writer.write(number);
            case List<?> items -> {
                writer.startList();
                items.forEach(item -> write(writer, item));
                yield writer.endList();
            }
            default -> writer.write((String) value);
        };
    }

    private static void check(RlpReader reader, Object value) throws RlpException {
        switch (value) {
            case Integer number -> assertEquals(number, reader.readInt());
            case BigInteger number -> assertEquals(number, reader.readBigInteger());
            case List<?> items -> {
                reader.enterList();
                for (Object item : items) {
                    check(reader, item);
                }
                reader.leaveList();
            }
            default -> assertEquals(value, reader.readString());
        }
    }

    private static List<String> elevenWords() {
        return Collections.nCopies(4, WORDS).stream().flatMap(List::stream).limit(11).toList();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
