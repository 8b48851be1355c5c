package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What a distribution is for. */
public enum Platform {
    /** Any system with a JDK. */
    ANY("any", "zip"),
    /** Linux on x86-64. */
    LINUX_X64("linux-x64", "tar.gz");

    private final String label;
    private final String format;

    Platform(String label, String format) {
        this.label = label;
        this.format = format;
    }

    static Platform parse(String text, Path file) throws ConfigurationException {
        List<String> known = Arrays.stream(values()).map(p -> p.label).toList();
        return Arrays.stream(values())
                .filter(platform -> platform.label.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ConfigurationException(
                                        file + ": platform is one of " + String.join(", ", known)));
    }

    /** What its archive is called. */
    String archive(Plan plan) {
        String suffix = this == ANY ? "" : "-" + label;
        return plan.name() + "-" + plan.version() + suffix + "." + format;
    }

    /** The kind of archive. */
    String format() {
        return format;
    }
}
