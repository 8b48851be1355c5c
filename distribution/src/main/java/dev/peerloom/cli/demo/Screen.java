package dev.peerloom.cli.demo;

import java.io.PrintStream;
import java.util.Map;

/** Plain text output, with some colour where a person looks at it. Used by one thread. */
public final class Screen {
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean colour;

    /** Writes to a stream, in colour or without. */
    public Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /**
     * Whether a terminal that shows colours is at the other end and NO_COLOR (no-color.org) is not
     * set.
     */
    public static boolean wantsColour(boolean terminal, Map<String, String> environment) {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** A heading with an empty line above. */
    void heading(String text) {
        out.println();
        out.println(paint("1", text));
    }

    /** One line. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Lines that bring their line ends along. */
    void block(String text) {
        out.print(text);
        out.flush();
    }

    String dim(String text) {
        return paint("2", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String accent(String text) {
        return paint("36", text);
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
