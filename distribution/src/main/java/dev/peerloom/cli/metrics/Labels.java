package dev.peerloom.cli.metrics;

import java.time.Duration;
import java.util.Locale;

/** How what the node knows is called and counted in what programs read: metrics and JSON. */
public final class Labels {
    private static final double NANOS = 1e9;

    private Labels() {}

    /** Who dialled. */
    public static String direction(boolean inbound) {
        return inbound ? "inbound" : "outbound";
    }

    /** One of several values, in small letters. */
    public static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A time in seconds. */
    public static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
