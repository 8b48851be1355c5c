package dev.peerloom.core.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lines for people: foreign text on one line, a guess at what was meant. */
final class Text {
    private static final int LONGEST = 500;

    private Text() {}

    /** Foreign text without line breaks or other control characters, and not endless. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c -> {
                            if (c == '\n' || c == '\r' || c == '\t') {
                                line.append(' ');
                            } else if (Character.isISOControl(c)) {
                                line.append(String.format(Locale.ROOT, "\\u%04x", c));
                            } else {
                                line.appendCodePoint(c);
                            }
                        });
        return line.toString();
    }

    /** An exception's class and message. */
    static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getName();
        return message == null ? name : oneLine(name + ": " + message);
    }

    /** An exception's message alone, its class if it has none. */
    static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank()
                ? thrown.getClass().getName()
                : oneLine(message);
    }

    /** "did you mean" for a name that is close to a known one, and all known ones. */
    static String known(String what, String wrong, Collection<String> known) {
        if (known.isEmpty()) {
            return "there are no " + what;
        }
        List<String> sorted = new ArrayList<>(known);
        Collections.sort(sorted);
        String all = "known " + what + ": " + String.join(", ", sorted);
        return closest(wrong, sorted).map(c -> "did you mean " + c + "? " + all).orElse(all);
    }

    private static Optional<String> closest(String wrong, List<String> known) {
        int best = Math.min(3, wrong.length() / 2 + 1);
        String closest = null;
        for (String candidate : known) {
            int distance = distance(wrong, candidate);
            if (distance < best) {
                best = distance;
                closest = candidate;
            }
        }
        return Optional.ofNullable(closest);
    }

    /** How many letters to change, add or remove to get from one word to the other. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int i = 0; i <= to.length(); i++) {
            row[i] = i;
        }
        for (int f = 1; f <= from.length(); f++) {
            int diagonal = row[0];
            row[0] = f;
            for (int t = 1; t <= to.length(); t++) {
                int change = diagonal + (from.charAt(f - 1) == to.charAt(t - 1) ? 0 : 1);
                diagonal = row[t];
                row[t] = Math.min(change, 1 + Math.min(row[t], row[t - 1]));
            }
        }
        return row[to.length()];
    }
}
