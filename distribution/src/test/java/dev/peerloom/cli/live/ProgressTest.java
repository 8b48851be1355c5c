package dev.peerloom.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** How far long work has come, as a bar below the log. */
class ProgressTest {
    private static final String NL = System.lineSeparator();
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final StatusLine terminal =
            new StatusLine(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    private final Map<String, DoubleSupplier> metrics = new HashMap<>();

    private String written() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Test
    void onlyWhatIsUnderWayIsABar() {
        metrics.put("peerloom_eth_import_progress_ratio", () -> 0.52);
        metrics.put("peerloom_old_import_progress_ratio", () -> 1);
        metrics.put("peerloom_eth_head_block", () -> 0.5);
        metrics.put("peerloom_wrong_progress_ratio", () -> Double.NaN);
        metrics.put(
                "peerloom_broken_progress_ratio",
                () -> {
                    throw new IllegalStateException("broken");
                });
        Map<String, Double> underWay = ProgressBar.underWay(metrics);
        assertEquals(Map.of("eth import", 0.52), underWay);
        assertEquals(
                "eth import [===============>              ]  52 %", ProgressBar.line(underWay));
        assertEquals("", ProgressBar.line(Map.of()));
    }

    @Test
    void barsNeverBreakALineNorSteerTheTerminal() {
        Map<String, Double> many = new HashMap<>();
        for (int i = 0; i < 9; i++) {
            many.put("work\u001b[2J" + i, i / 9.0);
        }
        String line = ProgressBar.line(many);
        assertTrue(line.length() < 80, line);
        assertTrue(line.chars().noneMatch(Character::isISOControl), line);
    }

    @Test
    void theBarStaysBelowTheLogUntilTheWorkIsDone() {
        double[] part = {0.5};
        metrics.put("peerloom_eth_import_progress_ratio", () -> part[0]);
        ProgressWatch watch = new ProgressWatch(() -> metrics, terminal);
        terminal.line("before");
        assertEquals("before" + NL, written());

        watch.look();
        String bar = written();
        assertTrue(bar.startsWith(ERASE + "eth import [==="), bar);
        watch.look();
        assertEquals("", written(), "nothing has changed");
        terminal.line("an event");
        assertEquals(ERASE + "an event" + NL + bar.substring(ERASE.length()), written());

        part[0] = 1;
        watch.look();
        assertEquals(ERASE, written());
        terminal.line("after");
        assertEquals("after" + NL, written());
        watch.close();
        assertEquals("", written());
    }
}
