package dev.peerloom.core.plugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** Looks at the plugins directory from time to time, in a virtual thread of its own. */
final class PluginWatch implements AutoCloseable {
    /** The time between two looks: two of them settle a file, and it is to be taken within 2 s. */
    static final Duration PERIOD = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(PluginWatch.class);

    private final Pause pause;
    private final Runnable look;
    private final Thread thread;
    private volatile boolean closed;

    /** How the watch waits. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    PluginWatch(Pause pause, Runnable look) {
        this.pause = pause;
        this.look = look;
        thread = Thread.ofVirtual().name("plugins-watch").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                pause.sleep(PERIOD);
                lookOnce();
            }
        } catch (InterruptedException e) {
            LOG.debug("The plugins directory is watched no longer");
        }
    }

    private void lookOnce() {
        try {
            look.run();
        } catch (RuntimeException e) {
            // Whatever it is, the next look may succeed: drops must not be ignored silently.
            if (!closed) {
                LOG.error("Looking at the plugins directory failed", e);
            }
        }
    }

    /** Ends the watch; a change that is under way is completed. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
