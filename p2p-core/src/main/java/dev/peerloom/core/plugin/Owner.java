package dev.peerloom.core.plugin;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A thread that does what other threads hand it, one after the other, while they wait. */
final class Owner {
    private final ExecutorService thread;

    Owner(String name) {
        thread =
                Executors.newSingleThreadExecutor(
                        work -> Thread.ofPlatform().daemon().name(name).unstarted(work));
    }

    /** What the owner does. */
    @FunctionalInterface
    interface Work<X extends Exception> {
        void run() throws X;
    }

    /** Work that has been handed over and may not be done yet. */
    @FunctionalInterface
    interface Begun<T, X extends Exception> {
        /** Waits for it, even if interrupted. */
        T await() throws X;
    }

    /** Has it done and waits, even if interrupted: what plugins do is never left half-done. */
    <X extends Exception> void run(Class<X> expected, Work<X> work) throws X {
        begin(expected, work).await();
    }

    /** Has it done, and goes on meanwhile. */
    <X extends Exception> Begun<Boolean, X> begin(Class<X> expected, Work<X> work) {
        return begin(
                expected,
                () -> {
                    work.run();
                    return Boolean.TRUE;
                });
    }

    /**
     * Has it done and waits, even if interrupted.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the owner was closed
     */
    <T, X extends Exception> T call(Class<X> expected, Callable<T> work) throws X {
        return begin(expected, work).await();
    }

    private <T, X extends Exception> Begun<T, X> begin(Class<X> expected, Callable<T> work) {
        Future<T> done = thread.submit(work);
        return () -> await(expected, done);
    }

    /**
     * Waits for what another thread does, even if interrupted.
     *
     * @param expected what it may throw; anything else is a mistake of ours
     */
    static <T, X extends Exception> T await(Class<X> expected, Future<T> done) throws X {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return done.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (expected.isInstance(e.getCause())) {
                throw expected.cast(e.getCause());
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Has it done as the last thing; later calls do nothing. */
    synchronized void close(Runnable last) {
        if (thread.isShutdown()) {
            return;
        }
        try {
            run(RuntimeException.class, last::run);
        } finally {
            thread.shutdown();
        }
    }
}
