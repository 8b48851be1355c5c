package dev.peerloom.cli.rpc;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes what takes too long. Thread-safe; one thread, which must not be held up. */
public final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    /** Starts the thread. */
    public Deadlines() {
        timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("rpc deadlines").factory());
        timer.setRemoveOnCancelPolicy(true);
        // When the program ends, an answer may still be on its way: nothing limits it any more.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Something that must end in time. */
    @FunctionalInterface
    public interface Deadline extends AutoCloseable {
        /** It has ended. */
        @Override
        void close();
    }

    /**
     * From now on, an action is taken after a time unless the deadline is closed before, or all
     * this is.
     */
    public Deadline after(Duration limit, Runnable action) {
        ScheduledFuture<?> pending = timer.schedule(action, limit.toNanos(), TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
