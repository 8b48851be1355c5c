package dev.peerloom.core.plugin;

import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.fault.Failures;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a plugin's code in a thread of its own, for so long and no longer. Immutable.
 *
 * @param limit how long the code may take before it is interrupted
 * @param grace how long it may go on after that before it is given up
 */
record PluginThread(Duration limit, Duration grace) {
    /**
     * Whose code it is.
     *
     * @param plugin the plugin's id
     * @param loader its class loader
     * @param watch who is told what goes wrong
     */
    record Owner(String plugin, ClassLoader loader, CodeWatch watch) {}

    /**
     * Runs code and waits for it.
     *
     * @param method names the code in messages: "start()"
     * @throws TimeoutException if the code was interrupted or given up; the message says so
     * @throws ExecutionException if the code threw; the cause is what it threw
     */
    <T> T call(Owner owner, String method, Callable<T> code)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(() -> watched(owner, code));
        String what = method + " of the plugin " + owner.plugin;
        Thread thread = Thread.ofPlatform().daemon().name(what).unstarted(task);
        thread.setContextClassLoader(owner.loader);
        thread.start();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp(owner, method, thread);
            throw new TimeoutException(what + " did not return within " + seconds(limit));
        }
    }

    private static <T> T watched(Owner owner, Callable<T> code) throws Exception {
        owner.watch.threads().enter(owner.plugin);
        try {
            return code.call();
        } finally {
            owner.watch.threads().leave();
        }
    }

    private void giveUp(Owner owner, String method, Thread thread) throws InterruptedException {
        String late = method + " did not return within " + seconds(limit);
        StackTraceElement[] calls = thread.getStackTrace();
        thread.interrupt();
        if (!thread.join(grace)) {
            late += " and goes on " + seconds(grace) + " after its interrupt";
            calls = thread.getStackTrace();
        }
        owner.watch.faults().record(owner.plugin, late, late + ", at " + Failures.stack(calls));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
