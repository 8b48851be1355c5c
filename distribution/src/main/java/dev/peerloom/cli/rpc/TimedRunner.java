package dev.peerloom.cli.rpc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs each call in a virtual thread of its own and waits so long and no longer. One that goes on
 * after its interrupt keeps its place among those of its group, so a method that never returns
 * holds that many threads at most. Thread-safe.
 */
public final class TimedRunner implements Runner {
    private final int running;
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    /** Lets so many calls of one group run at once. */
    public TimedRunner(int running) {
        this.running = running;
    }

    @Override
    public @Nullable Object run(Method method, Callable<@Nullable Object> code, Duration limit)
            throws Exception {
        String group = method.group().orElse("");
        Semaphore place =
                group.isEmpty()
                        ? new Semaphore(1)
                        : places.computeIfAbsent(group, _ -> new Semaphore(running));
        if (!place.tryAcquire()) {
            throw new RpcException(
                    RpcException.FAILED,
                    "%d calls of methods of %s are running already".formatted(running, group));
        }
        FutureTask<@Nullable Object> task = new FutureTask<>(code);
        Thread thread =
                Thread.ofVirtual()
                        .name("rpc " + group)
                        .start(
                                () -> {
                                    try {
                                        task.run();
                                    } finally {
                                        place.release();
                                    }
                                });
        return await(task, thread, method, limit);
    }

    private static @Nullable Object await(
            FutureTask<@Nullable Object> task, Thread thread, Method method, Duration limit)
            throws Exception {
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (method.interrupt()) {
                thread.interrupt();
            }
            String rest = method.interrupt() ? "" : "; it goes on";
            throw new RpcException(RpcException.TIMED_OUT, "the request timed out" + rest, e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case null, default -> throw e;
            }
        } catch (InterruptedException e) {
            if (method.interrupt()) {
                thread.interrupt();
            }
            throw e;
        }
    }
}
