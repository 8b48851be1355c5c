package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** What our hellos offer. */
class OffersTest {
    private static Script script(String name, int version) {
        return new Script(name, version, 4, 1000, Script.UNTIL_EOF);
    }

    @Test
    void offersAreSaidWithTheirLengths() {
        Offers offers = new Offers();
        assertEquals(
                Map.of(new Capability("aa", 1), 4, new Capability("aa", 2), 4),
                offers.add("one", List.of(script("aa", 1), script("aa", 2))));
        assertEquals(2, offers.current().size());
    }

    @Test
    void aTakenCapabilityIsRefusedWithBothOwnersNamedAndNothingOfTheOfferStays() {
        Offers offers = new Offers();
        offers.add("one", List.of(script("aa", 1)));
        List<Script> second = List.of(script("bb", 1), script("aa", 1), script("cc", 1));
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> offers.add("two", second));
        assertTrue(refusal.getMessage().contains("one"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("two"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("aa/1"), refusal.getMessage());
        assertEquals(1, offers.current().size());
    }

    @Test
    void aPluginThatOffersTheSameTwiceIsRefusedToo() {
        Offers offers = new Offers();
        List<Script> twice = List.of(script("aa", 1), script("aa", 1));
        assertThrows(IllegalArgumentException.class, () -> offers.add("one", twice));
        assertTrue(offers.current().isEmpty());
    }

    @Test
    void anIllegalProtocolIsRefusedAndNothingOfTheOfferStays() {
        Offers offers = new Offers();
        List<Script> mixed = List.of(script("aa", 1), script("far too long", 1));
        assertThrows(IllegalArgumentException.class, () -> offers.add("one", mixed));
        assertTrue(offers.current().isEmpty());
    }

    @Test
    void whatWasWithdrawnCanBeOfferedAgain() {
        Offers offers = new Offers();
        offers.add("one", List.of(script("aa", 1)));
        offers.add("two", List.of(script("bb", 1)));
        offers.remove("one");
        assertEquals(1, offers.current().size());
        assertEquals("two", offers.current().getFirst().owner());
        offers.add("three", List.of(script("aa", 1)));
        assertEquals(2, offers.current().size());
    }
}
