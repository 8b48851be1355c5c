package dev.peerloom.cli.live;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Looks now and then how far the long work of a node's plugins has come, and shows it below the
 * log. One thread of its own looks; any thread may close it.
 */
public final class ProgressWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final Supplier<Map<String, DoubleSupplier>> metrics;
    private final StatusLine terminal;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("progress").factory());

    /** Made by {@link #start}; it does not look by itself. */
    ProgressWatch(Supplier<Map<String, DoubleSupplier>> metrics, StatusLine terminal) {
        this.metrics = metrics;
        this.terminal = terminal;
    }

    /**
     * Starts to look.
     *
     * @param metrics asked each time for what plugins expose, by full name
     * @param terminal where it is shown
     */
    public static ProgressWatch start(
            Supplier<Map<String, DoubleSupplier>> metrics, StatusLine terminal) {
        ProgressWatch watch = new ProgressWatch(metrics, terminal);
        // A look that fails would be the last one; none does.
        var _ =
                watch.timer.scheduleWithFixedDelay(
                        watch::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /** Shows what is under way now. */
    void look() {
        terminal.status(ProgressBar.line(ProgressBar.underWay(metrics.get())));
    }

    /** Looks no more, and leaves nothing on the terminal. */
    @Override
    public void close() {
        timer.close();
        terminal.status("");
    }
}
