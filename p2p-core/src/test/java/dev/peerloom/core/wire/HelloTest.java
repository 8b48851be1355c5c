package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

class HelloTest {
    private static final NodeId ID = new NodeId(filled(64, 0x5a));
    private static final Hello USUAL =
            new Hello(5, "Peerloom", List.of(new Capability("eth", 69)), 30303, ID);

    @Test
    void hasTheFormOfTheSpecification() {
        String expected =
                "f856"
                        + "05"
                        + "88506565726c6f6f6d"
                        + "c6c58365746845"
                        + "82765f"
                        + "b840"
                        + "5a".repeat(64);
        assertEquals(expected, HexFormat.of().formatHex(USUAL.encode()));
    }

    @Property
    void comesBackFromItsBytes(@ForAll("hellos") Hello hello) throws RlpException {
        assertEquals(hello, Hello.decode(hello.encode()));
    }

    @Test
    void isReadOutOfTheMiddleOfAnArray() throws RlpException {
        byte[] payload = USUAL.encode();
        byte[] frame = new byte[payload.length + 30];
        System.arraycopy(payload, 0, frame, 7, payload.length);
        assertEquals(USUAL, Hello.decode(frame, 7, payload.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4", "5", "6", "2147483647"})
    void acceptsEveryVersion(String version) throws RlpException {
        Hello hello = Hello.decode(with(new BigInteger(version)));
        assertEquals(Integer.parseInt(version), hello.version());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "18446744073709551615", "18446744073709551616"})
    void readsAHugeVersionAsTheLargest(String version) throws RlpException {
        assertEquals(Integer.MAX_VALUE, Hello.decode(with(new BigInteger(version))).version());
    }

    @Test
    void compressesFromVersionFiveOnBothSides() {
        Hello four = new Hello(4, "", List.of(), 0, ID);
        Hello six = new Hello(6, "", List.of(), 0, ID);
        assertTrue(USUAL.compressesWith(six));
        assertTrue(USUAL.compressesWith(USUAL));
        assertFalse(USUAL.compressesWith(four));
        assertFalse(four.compressesWith(USUAL));
    }

    @Test
    void ignoresFurtherElementsWhateverTheyAre() throws RlpException {
        byte[] extended = message(out -> {}, out -> out.write(7).startList().write("x").endList());
        assertEquals(5, Hello.decode(extended).version());
        byte[] overrunning = message(out -> {}, out -> out.write("abc"));
        overrunning[overrunning.length - 4] = (byte) 0x85;
        assertEquals(5, Hello.decode(overrunning).version());
    }

    @Test
    void ignoresBytesAfterTheList() throws RlpException {
        byte[] payload = USUAL.encode();
        assertEquals(USUAL, Hello.decode(Arrays.copyOf(payload, payload.length + 20)));
    }

    @Test
    void ignoresFurtherElementsOfACapability() throws RlpException {
        byte[] payload =
                message(
                        out -> out.startList().write("eth").write(69).write("new").endList(),
                        out -> {});
        assertEquals(List.of(new Capability("eth", 69)), Hello.decode(payload).capabilities());
    }

    @Test
    void leavesOutCapabilitiesThatCannotBeOurs() throws RlpException {
        byte[] payload =
                message(
                        out -> {
                            out.startList().write("").write(1).endList();
                            out.startList().write("ninechars").write(1).endList();
                            out.startList().write("ö").write(1).endList();
                            out.startList().write(new byte[] {(byte) 0xe9}).write(1).endList();
                            out.startList().write("a\n").write(1).endList();
                            out.startList().write("a b").write(1).endList();
                            out.startList().write("a\u007f").write(1).endList();
                            out.startList().write("big").write(1L << 31).endList();
                            out.startList().write("huge").write(BigInteger.TWO.pow(70)).endList();
                            out.startList().write("eight888").write(0).endList();
                            out.startList().write("max").write(Integer.MAX_VALUE).endList();
                        },
                        out -> {});
        assertEquals(
                List.of(new Capability("eight888", 0), new Capability("max", Integer.MAX_VALUE)),
                Hello.decode(payload).capabilities());
    }

    @Test
    void keepsOrderAndDuplicatesOfCapabilities() throws RlpException {
        List<Capability> listed =
                List.of(
                        new Capability("snap", 1),
                        new Capability("eth", 69),
                        new Capability("eth", 68),
                        new Capability("eth", 69));
        Hello hello = new Hello(5, "", listed, 0, ID);
        assertEquals(listed, Hello.decode(hello.encode()).capabilities());
    }

    @Test
    void looksAtSixtyFourCapabilitiesOnly() throws RlpException {
        byte[] payload =
                message(
                        out -> {
                            for (int i = 0; i < 100; i++) {
                                out.startList().write("p" + i).write(1).endList();
                            }
                        },
                        out -> {});
        List<Capability> capabilities = Hello.decode(payload).capabilities();
        assertEquals(64, capabilities.size());
        assertEquals(new Capability("p63", 1), capabilities.getLast());
    }

    @Test
    void replacesBytesInTheNameThatAreNotUtf8() throws RlpException {
        RlpWriter out = new RlpWriter().startList().write(5);
        out.write(new byte[] {'a', (byte) 0xff, 'b'}).startList().endList().write(0);
        byte[] payload = out.write(ID.publicKey()).endList().toByteArray();
        assertEquals("a\uFFFDb", Hello.decode(payload).clientName());
    }

    @Test
    void readsAPortThatIsNoneAsZero() throws RlpException {
        for (BigInteger port : List.of(BigInteger.valueOf(65_536), BigInteger.TWO.pow(65))) {
            RlpWriter out = new RlpWriter().startList().write(5).write("").startList().endList();
            byte[] payload = out.write(port).write(ID.publicKey()).endList().toByteArray();
            assertEquals(0, Hello.decode(payload).listenPort());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 63, 65, 128})
    void refusesAnIdOfAnotherLength(int length) {
        RlpWriter out = new RlpWriter().startList().write(5).write("").startList().endList();
        byte[] payload = out.write(0).write(new byte[length]).endList().toByteArray();
        assertThrows(RlpException.class, () -> Hello.decode(payload));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "c0", // an empty list
                "05", // a number
                "c105", // a version alone
                "c20580", // no capabilities
                "c3058080", // capabilities that are a string
                "c5058000c080", // a version with a leading zero byte
                "c605c2c080c080", // a name that is a list
            })
    void refusesWhatIsNoHello(String payload) {
        assertThrows(RlpException.class, () -> Hello.decode(HexFormat.of().parseHex(payload)));
    }

    @Test
    void refusesCapabilitiesOfAnotherShape() {
        List<Consumer<RlpWriter>> shapes =
                List.of(
                        out -> out.write("eth/69"),
                        out -> out.startList().endList(),
                        out -> out.startList().write("eth").endList(),
                        out -> out.startList().write("eth").startList().endList().endList(),
                        out -> out.startList().write("eth").write(new byte[] {0, 69}).endList());
        for (Consumer<RlpWriter> shape : shapes) {
            byte[] payload = message(shape, out -> {});
            assertThrows(RlpException.class, () -> Hello.decode(payload));
        }
    }

    @Test
    void refusesEveryPartOfAHello() {
        byte[] payload = USUAL.encode();
        for (int length = 0; length < payload.length; length++) {
            byte[] part = Arrays.copyOf(payload, length);
            assertThrows(RlpException.class, () -> Hello.decode(part));
        }
    }

    @Test
    void refusesMoreThanTheLargestHello() throws RlpException {
        byte[] payload = USUAL.encode();
        assertEquals(USUAL, Hello.decode(Arrays.copyOf(payload, 2048)));
        byte[] large = Arrays.copyOf(payload, 2049);
        assertThrows(RlpException.class, () -> Hello.decode(large));
    }

    @Test
    void isNotEncodedLargerThanAPeerMayAccept() {
        Hello large = new Hello(5, "x".repeat(2000), List.of(), 0, ID);
        IllegalStateException refusal = assertThrows(IllegalStateException.class, large::encode);
        assertTrue(refusal.getMessage().contains("client name"), refusal.getMessage());
        assertEquals(2047, new Hello(5, "x".repeat(1972), List.of(), 0, ID).encode().length);
        Hello tooLarge = new Hello(5, "x".repeat(1973), List.of(), 0, ID);
        assertThrows(IllegalStateException.class, tooLarge::encode);
    }

    @Test
    void refusesNumbersThatCannotBeSent() {
        assertThrows(IllegalArgumentException.class, () -> new Hello(-1, "", List.of(), 0, ID));
        for (int port : new int[] {-1, 65_536}) {
            assertThrows(
                    IllegalArgumentException.class, () -> new Hello(5, "", List.of(), port, ID));
        }
    }

    @Property
    void randomBytesEndInRlpExceptionOnly(@ForAll @Size(max = 2100) byte[] payload) {
        assertDecodesOrRefuses(payload);
    }

    @Property
    void damagedHellosEndInRlpExceptionOnly(
            @ForAll("hellos") Hello hello,
            @ForAll @IntRange(min = 1, max = 4) int damages,
            @ForAll Random random) {
        byte[] payload = hello.encode();
        for (int i = 0; i < damages; i++) {
            payload[random.nextInt(payload.length)] = (byte) random.nextInt(256);
        }
        assertDecodesOrRefuses(payload);
    }

    /** What decodes must be within the limits; every exception but RlpException fails the test. */
    private static void assertDecodesOrRefuses(byte[] payload) {
        try {
            Hello hello = Hello.decode(payload);
            assertTrue(hello.capabilities().size() <= 64);
            assertTrue(
                    hello.capabilities().stream()
                            .allMatch(one -> BaseProtocol.isLegalName(one.name())));
        } catch (RlpException expected) {
            assertFalse(expected.getMessage().isEmpty());
        }
    }

    @Provide
    Arbitrary<Hello> hellos() {
        Arbitrary<Integer> versions = Arbitraries.integers().greaterOrEqual(0);
        Arbitrary<String> clients = Arbitraries.strings().withChars("aZ/ é節\n\\").ofMaxLength(60);
        Arbitrary<String> names =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(8);
        Arbitrary<List<Capability>> capabilities =
                Combinators.combine(names, versions).as(Capability::new).list().ofMaxSize(64);
        Arbitrary<Integer> ports = Arbitraries.integers().between(0, 65_535);
        Arbitrary<NodeId> ids = Arbitraries.bytes().array(byte[].class).ofSize(64).map(NodeId::new);
        return Combinators.combine(versions, clients, capabilities, ports, ids).as(Hello::new);
    }

    private static byte[] message(Consumer<RlpWriter> capabilities, Consumer<RlpWriter> extras) {
        RlpWriter out = new RlpWriter().startList().write(5).write("").startList();
        capabilities.accept(out);
        out.endList().write(0).write(ID.publicKey());
        extras.accept(out);
        return out.endList().toByteArray();
    }

    private static byte[] with(BigInteger version) {
        RlpWriter out = new RlpWriter().startList().write(version);
        out.write("client".getBytes(StandardCharsets.UTF_8)).startList().endList().write(0);
        return out.write(ID.publicKey()).endList().toByteArray();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
