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
        return begin(owner, method, code).await();
    }

    /** Runs code, to be waited for later. Its time begins now. */
    <T> Call<T> begin(Owner owner, String method, Callable<T> code) {
        FutureTask<T> task = new FutureTask<>(() -> watched(owner, code));
        String name = method + " of the plugin " + owner.plugin;
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(task);
        thread.setContextClassLoader(owner.loader);
        thread.start();
        return new Call<>(this, owner, method, task, thread, System.nanoTime());
    }

    /**
     * Code that was begun.
     *
     * @param by for how long
     * @param owner whose code
     * @param method names it in messages
     * @param task its result
     * @param thread where it runs
     * @param since when it was begun, of {@link System#nanoTime}
     */
    record Call<T>(
            PluginThread by,
            Owner owner,
            String method,
            FutureTask<T> task,
            Thread thread,
            long since) {
        /** Waits for the code, as {@link PluginThread#call} does. */
        T await() throws ExecutionException, TimeoutException, InterruptedException {
            long left = by.limit.toNanos() - (System.nanoTime() - since);
            try {
                return task.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                by.giveUp(owner, method, thread);
                throw new TimeoutException(
                        thread.getName() + " did not return within " + seconds(by.limit));
            }
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
