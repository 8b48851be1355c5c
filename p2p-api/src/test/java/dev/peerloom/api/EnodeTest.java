package dev.peerloom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class EnodeTest {
    private static final String START = "enode://" + Samples.ID + "@";

    @Property
    void textComesBackAsTheSameEnode(
            @ForAll @Size(64) byte[] key,
            @ForAll("hosts") String host,
            @ForAll @IntRange(max = 65535) int tcpPort,
            @ForAll @IntRange(max = 65535) int udpPort) {
        Enode enode = new Enode(new NodeId(key), host, tcpPort, udpPort);
        assertEquals(enode, Enode.parse(enode.toString()));
        Enode onePort = new Enode(new NodeId(key), host, tcpPort, tcpPort);
        assertEquals(onePort, Enode.parse(onePort.toString()));
    }

    @Property
    void anyTextIsAnEnodeOrAnErrorOfOneShortLine(@ForAll("texts") String text) {
        try {
            assertEquals(Enode.parse(text), Enode.parse(Enode.parse(text).toString()));
        } catch (IllegalArgumentException e) {
            assertEquals(IllegalArgumentException.class, e.getClass());
            assertTrue(e.getMessage().matches("[ -~]{10,400}"), e.getMessage());
        }
    }

    @Provide
    Arbitrary<String> hosts() {
        Arbitrary<String> ipv4 =
                numbers(255).map(String::valueOf).list().ofSize(4).map(EnodeTest::dots);
        Arbitrary<String> ipv6 =
                numbers(0xffff)
                        .map(Integer::toHexString)
                        .list()
                        .ofSize(8)
                        .map(groups -> String.join(":", groups));
        Arbitrary<String> names =
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .ofMinLength(1)
                        .ofMaxLength(63)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(3)
                        .map(EnodeTest::dots);
        return Arbitraries.oneOf(
                ipv4, ipv6, names, Arbitraries.of("::", "::1", "::ffff:192.0.2.1", "2001:db8::8"));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> tail = Arbitraries.strings().ofMaxLength(60);
        Arbitrary<String> likely =
                Arbitraries.strings().withChars("[]:.@?=%/ 019af\n").ofMaxLength(20);
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(2000),
                tail.map(text -> "enode://" + text),
                tail.map(text -> START + text),
                likely.map(text -> START + text),
                likely.map(text -> START + text + ":30303"),
                tail.map(text -> START + "192.0.2.1:" + text),
                tail.map(text -> START + "192.0.2.1:1?discport=" + text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:30303, 192.0.2.1, 30303, 30303",
        "192.0.2.1:30303?discport=30301, 192.0.2.1, 30303, 30301",
        "192.0.2.1:30303?discport=0, 192.0.2.1, 30303, 0",
        "[2001:db8::1]:30303, 2001:db8::1, 30303, 30303",
        "[::]:0, ::, 0, 0",
        "boot-1.example.org:65535?discport=1, boot-1.example.org, 65535, 1",
        "localhost:1, localhost, 1, 1",
    })
    void partsAreFoundInTheText(String address, String host, int tcpPort, int udpPort) {
        Enode enode = new Enode(Samples.id(), host, tcpPort, udpPort);
        assertEquals(enode, Enode.parse(START + address));
        assertEquals(START + address, enode.toString());
    }

    @Test
    void aDiscportEqualToThePortIsLeftOut() {
        Enode enode = Enode.parse(START + "192.0.2.1:30303?discport=30303");
        assertEquals(START + "192.0.2.1:30303", enode.toString());
        assertEquals(Samples.enode(), enode);
    }

    @Test
    void anIdMayHaveItsPrefix() {
        assertEquals(Samples.enode(), Enode.parse("enode://0x" + Samples.ID + "@192.0.2.1:30303"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | port is missing",
                "[::1] | port is missing",
                "192.0.2.1: | port is a number",
                "192.0.2.1:65536 | port is a number",
                "192.0.2.1:-1 | port is a number",
                "192.0.2.1:+1 | port is a number",
                "192.0.2.1:000001 | port is a number",
                "192.0.2.1:30303/ | port is a number",
                "192.0.2.1:99999999999 | port is a number",
                "192.0.2.1:1?discport= | UDP port is a number",
                "192.0.2.1:1?discport=65536 | UDP port is a number",
                "192.0.2.1:1?discport=1&x=2 | UDP port is a number",
                "192.0.2.1:1?disport=2 | only parameter",
                "192.0.2.1:1? | only parameter",
                ":30303 | neither an IP address nor a DNS name",
                "2001:db8::1:30303 | stands in brackets",
                "[192.0.2.1]:30303 | stands in brackets",
                "[]:30303 | stands in brackets",
                "[:]:30303 | neither",
                "[1::2::3]:30303 | neither",
                "[12345::]:30303 | neither",
                "[fe80::1%eth0]:30303 | neither",
                "256.0.2.1:1 | neither",
                "192.0.2:1 | neither",
                "192.0.2.01:1 | neither",
                "192.0.2.1.:1 | neither",
                "a..b:1 | neither",
                "-a.org:1 | neither",
                "a-.org:1 | neither",
                "a b:1 | neither",
                "a@b:1 | neither",
                "x.123:1 | neither",
            })
    void whatIsWrongIsNamed(String address, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Enode.parse(START + address));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "enode:", "enr:-abc", "http://x@y:1", " enode://", "ENODE://x@y:1"})
    void otherUrlsAreRefused(String url) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Enode.parse(url));
        assertTrue(e.getMessage().contains("starts with enode://"), e.getMessage());
    }

    @Test
    void theIdIsRequired() {
        assertThrows(IllegalArgumentException.class, () -> Enode.parse("enode://"));
        assertThrows(IllegalArgumentException.class, () -> Enode.parse("enode://@h:1"));
        assertThrows(IllegalArgumentException.class, () -> Enode.parse("enode://12@h:1"));
        assertThrows(IllegalArgumentException.class, () -> Enode.parse("enode://" + Samples.ID));
    }

    @Test
    void hostileTextIsQuotedEscapedAndCutShort() {
        String hostile = "\u001b[31m\"\r\n" + "x".repeat(100_000);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Enode.parse(START + hostile + ":30303"));
        assertEquals(
                "neither an IP address nor a DNS name: \"\\u001b[31m\\\"\\u000d\\u000a"
                        + "x".repeat(32)
                        + "\"... (100008 characters)",
                e.getMessage());
    }

    @Test
    void partsAreChecked() {
        NodeId id = Samples.id();
        assertThrows(IllegalArgumentException.class, () -> new Enode(id, "[::1]", 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Enode(id, "", 1, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new Enode(id, "a.".repeat(127) + "a", 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Enode(id, "h", -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Enode(id, "h", 65536, 1));
        assertThrows(IllegalArgumentException.class, () -> new Enode(id, "h", 1, -1));
        assertThrows(IllegalArgumentException.class, () -> new Enode(id, "h", 1, 65536));
    }

    @Test
    void nullIsRefusedByName() {
        assertEquals("id", nullName(() -> new Enode(null, "h", 1, 1)));
        assertEquals("host", nullName(() -> new Enode(Samples.id(), null, 1, 1)));
        assertEquals("url", nullName(() -> Enode.parse(null)));
    }

    private static String nullName(Executable call) {
        return assertThrows(NullPointerException.class, call).getMessage();
    }

    private static Arbitrary<Integer> numbers(int max) {
        return Arbitraries.integers().between(0, max);
    }

    private static String dots(List<String> parts) {
        return String.join(".", parts);
    }
}
