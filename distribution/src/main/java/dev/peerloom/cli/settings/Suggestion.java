package dev.peerloom.cli.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what was meant by a name that does not exist. */
public final class Suggestion {
    private Suggestion() {}

    /** The nearest of the known names, if it is near enough to be meant. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        int limit = Math.max(2, wrong.length() / 3);
        return known.stream()
                .filter(name -> distance(wrong, name) <= limit)
                .min(Comparator.comparingInt(name -> distance(wrong, name)));
    }

    /** {@code ; did you mean X?}, or nothing. */
    public static String ask(String wrong, Collection<String> known) {
        return nearest(wrong, known).map(name -> "; did you mean " + name + "?").orElse("");
    }

    /** How many characters must be inserted, removed or replaced to make one of the other. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
