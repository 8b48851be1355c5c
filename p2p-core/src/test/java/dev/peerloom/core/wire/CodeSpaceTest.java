package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CodeSpaceTest {
    @Test
    void withoutProtocolsHasTheBaseProtocolOnly() {
        CodeSpace space = new CodeSpace(List.of());
        assertEquals(0x10, space.end());
        assertEquals(CodeSpace.NONE, space.indexOf(0x0f));
        assertEquals(CodeSpace.NONE, space.indexOf(0x10));
    }

    @Test
    void findsTheProtocolOfEachCode() {
        CodeSpace space = space(18, 1, 8);
        assertEquals(CodeSpace.NONE, space.indexOf(15));
        assertEquals(0, space.indexOf(16));
        assertEquals(0, space.indexOf(33));
        assertEquals(1, space.indexOf(34));
        assertEquals(2, space.indexOf(35));
        assertEquals(2, space.indexOf(42));
        assertEquals(CodeSpace.NONE, space.indexOf(43));
        assertEquals(43, space.end());
        assertEquals(3, space.protocols().size());
    }

    @Test
    void warnsWhenTheLastCodeDoesNotFitOneByteOfAnRlpInteger() {
        assertFalse(space(0x70).exceedsOneByteIds());
        assertTrue(space(0x71).exceedsOneByteIds());
    }

    @Test
    void acceptsAnyNumberForACode() {
        for (CodeSpace space : List.of(space(18), space(60_000, 60_000))) {
            assertEquals(CodeSpace.NONE, space.indexOf(Integer.MIN_VALUE));
            assertEquals(CodeSpace.NONE, space.indexOf(-1));
            assertEquals(CodeSpace.NONE, space.indexOf(0));
            assertEquals(CodeSpace.NONE, space.indexOf(space.end()));
            assertEquals(CodeSpace.NONE, space.indexOf(Integer.MAX_VALUE));
        }
    }

    @Test
    void refusesProtocolsThatOverlapOrLeaveAGap() {
        SharedProtocol first = new SharedProtocol(Protocols.offer("a", 1, 4), 16);
        for (int offset : new int[] {0, 16, 19, 21}) {
            SharedProtocol second = new SharedProtocol(Protocols.offer("b", 1, 4), offset);
            assertThrows(
                    IllegalArgumentException.class, () -> new CodeSpace(List.of(first, second)));
        }
        SharedProtocol late = new SharedProtocol(Protocols.offer("a", 1, 4), 17);
        assertThrows(IllegalArgumentException.class, () -> new CodeSpace(List.of(late)));
    }

    @Property(tries = 100)
    void agreesWithASearchThroughAllProtocols(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 300) Integer> lengths) {
        CodeSpace space = space(lengths.stream().mapToInt(Integer::intValue).toArray());
        for (int code = -1; code <= space.end(); code++) {
            assertEquals(search(space, code), space.indexOf(code), "code " + code);
        }
    }

    private static int search(CodeSpace space, int code) {
        for (int i = 0; i < space.protocols().size(); i++) {
            SharedProtocol shared = space.protocols().get(i);
            if (code >= shared.offset() && code - shared.offset() < shared.length()) {
                return i;
            }
        }
        return CodeSpace.NONE;
    }

    private static CodeSpace space(int... lengths) {
        List<SharedProtocol> shared = new ArrayList<>();
        int offset = 16;
        for (int i = 0; i < lengths.length; i++) {
            String name = "p%03d".formatted(i);
            shared.add(new SharedProtocol(Protocols.offer(name, 1, lengths[i]), offset));
            offset += lengths[i];
        }
        return new CodeSpace(shared);
    }
}
