package dev.peerloom.cli;

import java.util.Locale;

/** What we call ourselves. */
final class Version {
    private Version() {}

    /** The version that the build wrote into the module. Unlike the core's it makes no logger. */
    static String number() {
        return Version.class.getModule().isNamed()
                ? Version.class.getModule().getDescriptor().rawVersion().orElse("dev")
                : "dev";
    }

    /** The client name in hello, in the form that the network is used to. */
    static String clientName() {
        return "Peerloom/v%s/%s-%s/java%s"
                .formatted(
                        number(),
                        word(System.getProperty("os.name", "unknown")),
                        word(System.getProperty("os.arch", "unknown")),
                        Runtime.version().feature());
    }

    private static String word(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.]+", "");
    }
}
