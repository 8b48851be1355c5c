package dev.peerloom.core.plugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Runs a plugin's code in a thread of its own, for so long and no longer. Immutable.
 *
 * @param limit how long the code may take before it is interrupted
 * @param grace how long it may go on after that before it is given up
 */
record PluginThread(Duration limit, Duration grace) {
    private static final Logger LOG = LoggerFactory.getLogger(PluginThread.class);

    /**
     * Runs code and waits for it.
     *
     * @param what names the thread and the code in messages: "start() of the plugin eth"
     * @throws TimeoutException if the code was interrupted or given up; the message says so
     * @throws ExecutionException if the code threw; the cause is what it threw
     */
    <T> T call(String what, ClassLoader loader, Callable<T> code)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(code);
        Thread thread = Thread.ofPlatform().daemon().name(what).unstarted(task);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw giveUp(what, thread);
        }
    }

    private TimeoutException giveUp(String what, Thread thread) throws InterruptedException {
        String late = what + " did not return within " + seconds(limit);
        thread.interrupt();
        if (!thread.join(grace)) {
            LOG.warn(
                    "{} and goes on {} after its interrupt, at {}",
                    late,
                    seconds(grace),
                    Arrays.stream(thread.getStackTrace())
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(" < ")));
        }
        return new TimeoutException(late);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
