package dev.peerloom.core.plugin;

import java.time.Duration;

/**
 * How long a plugin's code may take when the host waits for it.
 *
 * @param start for its constructors and every {@code start()} together
 * @param stop for each {@code stop()}
 * @param grace for going on after the interrupt at a deadline, before it is given up
 */
public record PluginDeadlines(Duration start, Duration stop, Duration grace) {
    /** 30 s, 10 s and 5 s. */
    public static final PluginDeadlines DEFAULT =
            new PluginDeadlines(
                    Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(5));

    PluginThread starting() {
        return new PluginThread(start, grace);
    }

    PluginThread stopping() {
        return new PluginThread(stop, grace);
    }
}
