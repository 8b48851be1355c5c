package dev.peerloom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

final class CapabilityTest {
    @Property
    void theOrderIsThatOfTheBytesOfTheNameThenOfTheVersion(
            @ForAll("capabilities") Capability left, @ForAll("capabilities") Capability right) {
        int byName = Arrays.compareUnsigned(bytes(left), bytes(right));
        int expected = byName != 0 ? byName : Integer.compare(left.version(), right.version());
        assertEquals(Integer.signum(expected), Integer.signum(left.compareTo(right)));
        assertEquals(left.equals(right), left.compareTo(right) == 0);
    }

    @Provide
    Arbitrary<Capability> capabilities() {
        Arbitrary<String> names =
                Arbitraries.strings().withChars("!AZaz~").ofMinLength(1).ofMaxLength(8);
        return Combinators.combine(names, Arbitraries.integers().between(0, 300))
                .as(Capability::new);
    }

    @Test
    void aShorterNameAndAnUpperCaseOneComeFirst() {
        List<Capability> sorted =
                Stream.of("eth/9", "ethx/1", "Eth/70", "eth/10", "bzz/8")
                        .map(text -> text.split("/", -1))
                        .map(parts -> new Capability(parts[0], Integer.parseInt(parts[1])))
                        .sorted()
                        .toList();
        assertEquals("[Eth/70, bzz/8, eth/9, eth/10, ethx/1]", sorted.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ninechars", " ", "a b", "a\n", "\u007f", "é", "\uD83D\uDE00"})
    void otherNamesAreRefusedInOneLine(String name) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Capability(name, 1));
        assertTrue(e.getMessage().matches("a capability name [ -~]+"), e.getMessage());
    }

    @Test
    void versionsAreNotNegativeAndMayBeLarge() {
        assertThrows(IllegalArgumentException.class, () -> new Capability("eth", -1));
        assertEquals("eth/0", new Capability("eth", 0).toString());
        assertEquals(
                "~!eight!/2147483647", new Capability("~!eight!", Integer.MAX_VALUE).toString());
    }

    @Test
    void nullIsRefusedByName() {
        assertEquals(
                "name",
                assertThrows(NullPointerException.class, () -> new Capability(null, 1))
                        .getMessage());
    }

    private static byte[] bytes(Capability capability) {
        return capability.name().getBytes(StandardCharsets.US_ASCII);
    }
}
