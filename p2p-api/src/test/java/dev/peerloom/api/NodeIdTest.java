package dev.peerloom.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

final class NodeIdTest {
    @Property
    void textComesBackAsTheSameId(@ForAll @Size(64) byte[] key) {
        NodeId id = new NodeId(key);
        assertArrayEquals(key, id.publicKey());
        assertEquals(128, id.toString().length());
        for (String text : new String[] {id.toString(), id.toString().toUpperCase(Locale.ROOT)}) {
            assertEquals(id, NodeId.parse(text));
            assertEquals(id, NodeId.parse("0x" + text));
            assertEquals(id.hashCode(), NodeId.parse(text).hashCode());
        }
    }

    @Property(tries = 100)
    void anyOtherByteMakesAnotherId(@ForAll @Size(64) byte[] key) {
        NodeId id = new NodeId(key);
        for (int i = 0; i < key.length; i++) {
            byte[] other = key.clone();
            other[i]++;
            assertNotEquals(id, new NodeId(other));
        }
    }

    @Test
    void theKeyIsCopiedInAndOut() {
        byte[] key = Samples.id().publicKey();
        NodeId id = new NodeId(key);
        key[0]++;
        id.publicKey()[1]++;
        assertEquals(Samples.ID, id.toString());
        assertEquals(Samples.id(), id);
    }

    @Test
    void nothingElseIsEqual() {
        assertFalse(Samples.id().equals(null));
        assertNotEquals(Samples.id(), (Object) Samples.ID);
    }

    @Test
    void keysOfAnotherLengthAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new NodeId(new byte[63]));
        assertThrows(IllegalArgumentException.class, () -> new NodeId(new byte[65]));
        assertThrows(IllegalArgumentException.class, () -> new NodeId(new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "12", "0x0x", "x"})
    void textOfAnotherLengthIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> NodeId.parse(text));
        assertThrows(IllegalArgumentException.class, () -> NodeId.parse(text + Samples.ID + "0"));
    }

    @Test
    void theCharacterThatIsNoHexDigitIsNamed() {
        for (String digit : new String[] {"g", " ", "\n", "\uff11", "-"}) {
            String text = Samples.ID.substring(0, 9) + digit + Samples.ID.substring(10);
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> NodeId.parse(text));
            assertTrue(e.getMessage().startsWith("character 10 of"), e.getMessage());
            assertFalse(e.getMessage().contains("\n"));
        }
    }

    @Test
    void nullIsRefusedByName() {
        assertEquals(
                "publicKey",
                assertThrows(NullPointerException.class, () -> new NodeId(null)).getMessage());
        assertEquals(
                "hex",
                assertThrows(NullPointerException.class, () -> NodeId.parse(null)).getMessage());
    }
}
