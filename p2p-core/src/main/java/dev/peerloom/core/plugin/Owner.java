package dev.peerloom.core.plugin;

import dev.peerloom.core.ConfigurationException;

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
    interface Work {
        void run() throws ConfigurationException;
    }

    /** Has it done and waits, even if interrupted: what plugins do is never left half-done. */
    void run(Work work) throws ConfigurationException {
        Future<?> done =
                thread.submit(
                        () -> {
                            work.run();
                            return null;
                        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfigurationException c) {
                throw c;
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
            run(last::run);
        } catch (ConfigurationException e) {
            throw new AssertionError("a Runnable throws no checked exception", e);
        } finally {
            thread.shutdown();
        }
    }
}
