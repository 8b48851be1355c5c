package dev.peerloom.cli.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as operators write them. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd]?)");

    private Durations() {}

    /**
     * Reads a number with s, m, h or d for seconds, minutes, hours or days; without one of them it
     * is seconds.
     *
     * @throws IllegalArgumentException if the text is something else, or nothing
     */
    public static Duration parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
            throw new IllegalArgumentException("not a time such as 90s, 15m, 12h or 30d: " + text);
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
