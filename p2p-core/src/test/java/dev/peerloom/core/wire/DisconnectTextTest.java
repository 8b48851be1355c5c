package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Disconnects in words. */
class DisconnectTextTest {
    private static List<Capability> capabilities(String list) {
        return Arrays.stream(list.split(" ", -1))
                .filter(text -> !text.isEmpty())
                .map(text -> text.split("/", 2))
                .map(parts -> new Capability(parts[0], Integer.parseInt(parts[1])))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "''|nothing",
                "les/2|les/2",
                "eth/69 eth/70 eth/71 eth/72|eth/69-72",
                "snap/1 eth/70 eth/68 eth/69|eth/68-70, snap/1",
                "eth/66 eth/68|eth/66, eth/68",
                "eth/68 eth/68|eth/68",
                "a/1 b/2|a/1, b/2",
            })
    void capabilitiesAreListedInRanges(String list, String text) {
        assertEquals(text, DisconnectText.list(capabilities(list)));
    }

    @Test
    void bothSidesAreNamedWhenNothingIsShared() {
        assertEquals(
                "no shared capability: we offer eth/69-72, they offer les/2",
                DisconnectText.nothingShared(
                        capabilities("eth/69 eth/70 eth/71 eth/72"), capabilities("les/2")));
    }

    @Test
    void aLongListIsCutShort() {
        List<Capability> many = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            many.add(new Capability("p" + i, 1));
        }
        String text = DisconnectText.list(many);
        assertTrue(text.endsWith(" and 52 more"), text);
    }

    @Test
    void everyReasonOfTheRemoteHasWordsOfItsOwn() {
        Set<String> texts = new HashSet<>();
        for (DisconnectReason reason : DisconnectReason.values()) {
            assertTrue(texts.add(DisconnectText.byRemote(reason.code())), reason::toString);
        }
        assertEquals("remote has too many peers", DisconnectText.byRemote(4));
        assertEquals("remote gave a reason without a meaning, 0x63", DisconnectText.byRemote(0x63));
    }
}
