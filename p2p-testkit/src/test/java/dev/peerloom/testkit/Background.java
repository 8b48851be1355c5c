package dev.peerloom.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.api.MessageChannel;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call in a thread of its own. */
final class Background<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    Background(Callable<T> call) {
        this.task = new FutureTask<>(call);
        this.thread = Thread.ofVirtual().start(task);
    }

    static Background<Void> write(MessageChannel channel, int code, int size) {
        return new Background<>(
                () -> {
                    channel.write(code, new byte[size]);
                    return null;
                });
    }

    void awaitBlocked() {
        await().until(
                        () ->
                                thread.getState() == Thread.State.WAITING
                                        || thread.getState() == Thread.State.TIMED_WAITING);
    }

    void interrupt() {
        thread.interrupt();
    }

    T result() throws Exception {
        return task.get();
    }

    Throwable failure() {
        return assertThrows(ExecutionException.class, task::get).getCause();
    }
}
