package dev.peerloom.cli.settings;

import java.util.Arrays;
import java.util.Locale;

/** How much is logged: each level with those before it. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /** The names, for messages and completion. */
    public static String names() {
        return "error, warn, info, debug or trace";
    }

    /** The level of a name in any case. */
    public static LogLevel parse(String name) {
        return Arrays.stream(values())
                .filter(level -> level.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no level " + name));
    }

    /** As slf4j-simple writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
