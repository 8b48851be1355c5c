package dev.peerloom.testkit;

import dev.peerloom.api.Message;

import java.util.ArrayDeque;
import java.util.Locale;

/**
 * What has passed over a pipe last, as text for failure messages. Guarded by its lock; payloads are
 * turned into text at once, because they belong to whoever reads them.
 */
final class Transcript {
    private static final int KEPT = 40;
    private static final double NANOS = 1e9;

    private final PipeTime time;
    private final long start;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long left;

    Transcript(PipeTime time) {
        this.time = time;
        this.start = time.nanoTime();
    }

    void add(Direction direction, Message message) {
        String who = direction == Direction.TO_PROTOCOL ? "to protocol  " : "from protocol";
        note(who + "  " + direction.symbol() + " " + PayloadText.of(message));
    }

    /** Adds a line of another kind, as that the link has ended. */
    synchronized void note(String line) {
        double seconds = (time.nanoTime() - start) / NANOS;
        lines.add(String.format(Locale.ROOT, "%+9.3f s  %s", seconds, line));
        if (lines.size() > KEPT) {
            lines.removeFirst();
            left++;
        }
    }

    /** All lines, each with a line break before it. */
    synchronized String text() {
        StringBuilder text = new StringBuilder("\nWhat has passed:");
        if (left > 0) {
            text.append("\n    (").append(left).append(" messages before these)");
        }
        if (lines.isEmpty()) {
            text.append(" nothing");
        }
        lines.forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }
}
