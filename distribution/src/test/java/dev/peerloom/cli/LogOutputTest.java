package dev.peerloom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.live.StatusLine;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

class LogOutputTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LogOutput log =
            new LogOutput(
                    new StatusLine(new PrintStream(bytes, false, StandardCharsets.UTF_8)),
                    StandardCharsets.UTF_8,
                    () -> "12:00 ");

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anEventWithItsStackIsOneLine() {
        log.println("INFO Node - it failed");
        new IllegalStateException("two\nlines", new RuntimeException("cause")).printStackTrace(log);
        log.flush();
        log.println("next");
        log.flush();
        assertEquals(2, written().lines().count(), written());
        String first = written().lines().findFirst().orElseThrow();
        assertTrue(
                first.startsWith(
                        "12:00 INFO Node - it failed | java.lang.IllegalStateException: two\\nlines |"
                                + " at dev.peerloom.cli"),
                first);
        assertTrue(first.contains(" | Caused by: java.lang.RuntimeException: cause | "), first);
    }

    @Test
    void foreignTextCannotSteerTheTerminal() {
        log.println("peer says \u001b[31mred\u0007\r\nINFO forged\u202e\u2028.");
        log.flush();
        assertEquals(
                "12:00 peer says \\u001b[31mred\\u0007\\r\\nINFO forged\\u202e\\u2028."
                        + System.lineSeparator(),
                written());
    }

    @Property
    void whateverIsLoggedIsOneLineWithoutControls(@ForAll String text) {
        String escaped = Lines.escape(text);
        assertTrue(escaped.lines().count() <= 1);
        assertTrue(escaped.chars().noneMatch(Character::isISOControl));
        if (text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            assertEquals(text, escaped);
        }
    }
}
