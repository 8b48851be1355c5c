package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

class LogTextTest {
    private static String escape(String text) {
        return LogText.escape(text, 1000);
    }

    @Test
    void leavesReadableTextOfAllScriptsAlone() {
        String text = "Geth/v1.17.10-stable (linux) Größe 節點 узел 🧵";
        assertEquals(text, escape(text));
    }

    @Test
    void escapesLineEnds() {
        assertEquals("a\\u000D\\u000AREADY", escape("a\r\nREADY"));
        assertEquals("\\u0085\\u2028\\u2029\\u000B", escape("\u0085\u2028\u2029\u000B"));
    }

    @Test
    void escapesTerminalSequences() {
        assertEquals("\\u001B[2J\\u009B1m\\u0007\\u007F", escape("\u001B[2J\u009B1m\u0007\u007F"));
    }

    @Test
    void escapesWhatIsInvisibleOrReversesText() {
        assertEquals("\\u202Eevil\\u2066", escape("\u202Eevil\u2066"));
        assertEquals("\\u200B\\uFEFF\\u00AD\\u00A0\\u0009", escape("\u200B\uFEFF\u00AD\u00A0\t"));
    }

    @Test
    void escapesHalfSurrogatePairsAndTagCharacters() {
        assertEquals("\\uD83E!\\uDDF5", escape("\uD83E!\uDDF5"));
        assertEquals("\\uDB40\\uDC41", escape("\uDB40\uDC41"));
    }

    @Test
    void tellsAnEscapeFromItsLookAlike() {
        assertEquals("\\\\u000A", escape("\\u000A"));
    }

    @Test
    void clipsWithAnEllipsis() {
        assertEquals("abcd", LogText.escape("abcd", 4));
        assertEquals("abc…", LogText.escape("abcde", 4));
        assertEquals("…", LogText.escape("ab", 1));
        assertEquals("", LogText.escape("", 1));
    }

    @Test
    void neverClipsWithinAnEscapeOrACharacter() {
        assertEquals("a…", LogText.escape("a\n\n", 6));
        assertEquals("a\\u000A…", LogText.escape("a\n\n", 8));
        assertEquals("ab…", LogText.escape("ab🧵🧵", 4));
        assertThrows(IllegalArgumentException.class, () -> LogText.escape("a", 0));
    }

    @Property
    void isAlwaysVisibleAndWithinItsLength(
            @ForAll String text, @ForAll @IntRange(min = 1, max = 80) int max) {
        String escaped = LogText.escape(text, max);
        assertTrue(escaped.length() <= max);
        assertTrue(
                escaped.codePoints().allMatch(LogTextTest::isHarmless),
                () -> "not harmless: " + escaped);
    }

    private static boolean isHarmless(int codePoint) {
        return codePoint == ' '
                || (!Character.isISOControl(codePoint)
                        && !Character.isIdentifierIgnorable(codePoint)
                        && !Character.isWhitespace(codePoint)
                        && !Character.isSpaceChar(codePoint)
                        && Character.isDefined(codePoint)
                        && (codePoint < 0xD800 || codePoint > 0xDFFF));
    }
}
