package dev.peerloom.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.core.RunningProtocol;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class CodeSpaceTest {
    private final CodeSpace space =
            new CodeSpace(
                    List.of(
                            new RunningProtocol(new Capability("bench", 1), 16, 8, Map.of()),
                            new RunningProtocol(new Capability("eth", 72), 24, 22, Map.of())));

    @Test
    void theTableHasCapabilityVersionLengthAndOffset() {
        List<String> lines = space.table("").lines().toList();
        assertEquals(4, lines.size());
        assertTrue(lines.get(1).matches("p2p +5 +16 +0x00 +0x00 to 0x0f"), lines.get(1));
        assertTrue(lines.get(2).matches("bench +1 +8 +0x10 +0x10 to 0x17"), lines.get(2));
        assertTrue(lines.get(3).matches("eth +72 +22 +0x18 +0x18 to 0x2d"), lines.get(3));
    }

    @Test
    void theBarNamesEachOffsetAboveItsCell() {
        List<String> lines = space.bar("", 32).lines().toList();
        String offsets = lines.get(0);
        String cells = lines.get(1);
        assertTrue(cells.matches("\\|\\.+p2p/5\\.+\\|\\.*bench/1\\.*\\|\\.+eth/72\\.+\\|"), cells);
        int first = cells.indexOf('|');
        int second = cells.indexOf('|', first + 1);
        int third = cells.indexOf('|', second + 1);
        assertEquals(first, offsets.indexOf("0x00"));
        assertEquals(second, offsets.indexOf("0x10"));
        assertEquals(third, offsets.indexOf("0x18"));
        assertEquals(cells.lastIndexOf('|'), offsets.indexOf("0x2e"));
    }

    @Test
    void aLongProtocolDoesNotFillTheScreen() {
        CodeSpace wide =
                new CodeSpace(
                        List.of(new RunningProtocol(new Capability("shh", 6), 16, 128, Map.of())));
        assertTrue(wide.bar("", 32).lines().allMatch(line -> line.length() <= 60));
    }

    @Test
    void colourIsForTerminalsWhoseUserWantsIt() {
        Map<String, String> terminal = Map.of("TERM", "xterm");
        assertTrue(Screen.wantsColour(true, terminal));
        assertFalse(Screen.wantsColour(false, terminal));
        assertFalse(Screen.wantsColour(true, Map.of("TERM", "xterm", "NO_COLOR", "1")));
        assertFalse(Screen.wantsColour(true, Map.of("TERM", "dumb")));
        assertFalse(Screen.wantsColour(true, Map.of()));
    }
}
