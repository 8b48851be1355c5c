package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

class InfoTreeTest {
    @Test
    void mapsListsTextNumbersAndBooleansAreATree() {
        List<Integer> twice = List.of(1);
        InfoTree.check(
                "info",
                Map.of(
                        "text",
                        "a",
                        "numbers",
                        List.of(1, 2L, 3.5, BigInteger.TEN, (byte) 4),
                        "yes",
                        true,
                        "deep",
                        Map.of("empty", Map.of(), "one", twice, "again", twice)));
    }

    static List<Arguments> others() {
        List<Object> ring = new ArrayList<>();
        ring.add(Map.of("ring", ring));
        return List.of(
                Arguments.of(
                        Map.of("at", Instant.EPOCH), "info.at is a java.time.Instant: only maps"),
                Arguments.of(
                        Map.of("list", Collections.singletonList(null)), "info.list[0] is null"),
                Arguments.of(Map.of(1, "one"), "a key of info is 1"),
                Arguments.of(Map.of("rate", Double.NaN), "info.rate is NaN"),
                Arguments.of(Map.of("bytes", new byte[1]), "info.bytes is a [B"),
                Arguments.of(ring, "info[0].ring contains itself"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void nothingElseIs(Object tree, String message) {
        AssertionError error =
                assertThrows(AssertionError.class, () -> InfoTree.check("info", tree));
        assertTrue(error.getMessage().startsWith(message), error.getMessage());
    }

    @Test
    void twoProtocolsOfOneServiceDiffer() {
        ProtocolNumbers.checkDifferent(List.of("a/1 with 1", "a/2 with 1", "b/1 with 1"));
        AssertionError error =
                assertThrows(
                        AssertionError.class,
                        () -> ProtocolNumbers.checkDifferent(List.of("a/1 with 1", "a/1 with 2")));
        assertEquals(
                "offers two protocols of one name and version: [a/1 with 1, a/1 with 2]",
                error.getMessage());
    }
}
