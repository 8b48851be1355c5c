package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

class SeededRandomTest {
    private static final String GIVEN = System.getProperty(SeededRandom.PROPERTY);

    @AfterEach
    void restore() {
        set(GIVEN);
    }

    private static void set(String value) {
        if (value == null) {
            System.clearProperty(SeededRandom.PROPERTY);
        } else {
            System.setProperty(SeededRandom.PROPERTY, value);
        }
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        SeededRandom once = SeededRandom.withSeed(42);
        SeededRandom again = SeededRandom.withSeed(once.seed());
        assertArrayEquals(once.bytes(100), again.bytes(100));
        assertEquals(once.nextLong(), again.nextLong());
        assertThrows(UnsupportedOperationException.class, () -> once.setSeed(1));
    }

    @Test
    void everyRunHasAnotherSeedUnlessThePropertySaysWhich() {
        set(null);
        assertNotEquals(SeededRandom.create().seed(), SeededRandom.create().seed());
        set("-77");
        assertEquals(-77, SeededRandom.create().seed());
        assertTrue(SeededRandom.create().toString().contains("-Dpeerloom.testkit.seed=-77"));
        set("much");
        String message =
                assertThrows(IllegalArgumentException.class, SeededRandom::create).getMessage();
        assertTrue(message.contains("peerloom.testkit.seed") && message.contains("much"), message);
    }

    @Test
    void damageLeavesTheOriginalAloneAndIsOfManyKinds() {
        SeededRandom random = SeededRandom.withSeed(3);
        byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8};
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            lengths.add(random.damage(payload).length);
            random.damage(new byte[0]);
        }
        assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, payload);
        assertTrue(lengths.containsAll(Set.of(0, 7, 8, 9)), lengths::toString);
    }
}
