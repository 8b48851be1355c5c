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

    /** Has it done and waits, even if interrupted: what plugins do is never left half-done. */
    <X extends Exception> void run(Class<X> expected, Work<X> work) throws X {
        call(
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
        Future<T> done = thread.submit(work);
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
