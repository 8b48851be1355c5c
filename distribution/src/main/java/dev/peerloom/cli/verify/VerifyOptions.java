package dev.peerloom.cli.verify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to verify.
 *
 * @param with plugins that the verified one depends on: jars or folders
 * @param settings settings of plugins: by plugin id, then by key
 * @param seed what random messages are made from
 * @param messages how many of them each message code is to get
 * @param time how long to send them at most
 */
public record VerifyOptions(
        List<Path> with,
        Map<String, Map<String, String>> settings,
        long seed,
        int messages,
        Duration time) {
    /** What is asked for: this many to each code. */
    public static final int DEFAULT_MESSAGES = 10_000;

    /** A plugin that ends the link at each bad message takes long: a limit for people who wait. */
    public static final Duration DEFAULT_TIME = Duration.ofSeconds(20);

    /** Copies. */
    public VerifyOptions {
        with = List.copyOf(with);
        settings = new TreeMap<>(settings);
    }

    /** The defaults, with a seed. */
    public static VerifyOptions of(long seed) {
        return new VerifyOptions(List.of(), Map.of(), seed, DEFAULT_MESSAGES, DEFAULT_TIME);
    }
}
