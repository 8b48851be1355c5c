package dev.peerloom.cli.live;

import java.io.PrintStream;

/**
 * A terminal's last line, which tells how something is coming on, while other lines appear above
 * it. Thread-safe. As long as there is no status it is nothing but the stream.
 */
public final class StatusLine {
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private String shown = "";

    /** A status on the terminal at the other end of a stream. */
    public StatusLine(PrintStream out) {
        this.out = out;
    }

    /** Prints a line that stays. */
    public synchronized void line(CharSequence line) {
        if (shown.isEmpty()) {
            out.println(line);
        } else {
            out.print(ERASE + line + System.lineSeparator() + shown);
        }
        out.flush();
    }

    /** Shows a status in place of the one before; none if it is empty. */
    public synchronized void status(String status) {
        if (!status.equals(shown)) {
            shown = status;
            out.print(ERASE + status);
            out.flush();
        }
    }
}
