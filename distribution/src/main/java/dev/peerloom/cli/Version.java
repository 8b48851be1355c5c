package dev.peerloom.cli;

import dev.peerloom.core.Node;

import java.util.Locale;

/** What we call ourselves. */
final class Version {
    private Version() {}

    /** The client name in hello, in the form that the network is used to. */
    static String clientName() {
        return "Peerloom/v%s/%s-%s/java%s"
                .formatted(
                        Node.version(),
                        word(System.getProperty("os.name", "unknown")),
                        word(System.getProperty("os.arch", "unknown")),
                        Runtime.version().feature());
    }

    private static String word(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.]+", "");
    }
}
