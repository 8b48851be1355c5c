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

    /** The lines of {@code --version}: a distribution by another name says what it is made of. */
    static String[] lines() {
        Brand brand = Brand.current();
        String made = brand.own() ? "" : " (peerloom " + number() + ")";
        return new String[] {
            brand.name() + " " + brand.version() + made,
            "Java " + Runtime.version() + " (" + System.getProperty("java.home") + ")"
        };
    }

    /** The client name in hello, in the form that the network is used to. */
    static String clientName() {
        Brand brand = Brand.current();
        return brand.clientName()
                + "/v"
                + brand.version()
                + "/"
                + word(System.getProperty("os.name", "unknown"))
                + "-"
                + word(System.getProperty("os.arch", "unknown"))
                + "/java"
                + Runtime.version().feature();
    }

    private static String word(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.]+", "");
    }
}
