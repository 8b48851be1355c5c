package dev.peerloom.cli.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class SuggestionTest {
    @Test
    void theNearestNameIsSuggestedAndADistantOneIsNot() {
        List<String> known = List.of("max-peers", "peer", "port");
        assertEquals(Optional.of("max-peers"), Suggestion.nearest("maxpeers", known));
        assertEquals(Optional.of("port"), Suggestion.nearest("prot", known));
        assertEquals(Optional.empty(), Suggestion.nearest("elephant", known));
    }

    @Property
    void distanceIsSymmetricAndZeroOnlyForTheSame(
            @ForAll @AlphaChars @StringLength(max = 8) String a,
            @ForAll @AlphaChars @StringLength(max = 8) String b) {
        int distance = Suggestion.distance(a, b);
        assertEquals(distance, Suggestion.distance(b, a));
        assertEquals(a.equals(b), distance == 0);
        assertTrue(distance <= Math.max(a.length(), b.length()));
        assertTrue(distance >= Math.abs(a.length() - b.length()));
    }

    @Property
    void oneInsertedCharacterIsADistanceOfOne(
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String name) {
        assertEquals(1, Suggestion.distance(name, "_" + name));
        assertEquals(1, Suggestion.distance(name, name.substring(1)));
        assertEquals(1, Suggestion.distance(name, "_" + name.substring(1)));
    }
}
