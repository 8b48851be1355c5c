package dev.peerloom.cli.verify;

import java.util.Collection;

/** Shortens lists for people. */
final class Some {
    private static final int SHOWN = 3;

    private Some() {}

    /** The first few, and how many more there are. */
    static String of(Collection<String> all) {
        String first = String.join(", ", all.stream().limit(SHOWN).toList());
        return all.size() <= SHOWN ? first : first + " and " + (all.size() - SHOWN) + " more";
    }
}
