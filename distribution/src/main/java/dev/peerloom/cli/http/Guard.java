package dev.peerloom.cli.http;

import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Deadlines.Deadline;

import java.time.Duration;

/**
 * The time limit of one connection: the server's own are for single reads, so that a byte now and
 * then would hold a connection for ever. At most one limit runs at a time; when it has passed, the
 * connection is cut off. Guarded by its own lock.
 */
final class Guard {
    private static final ScopedValue<Guard> CURRENT = ScopedValue.newInstance();

    private final Deadlines deadlines;
    private final Runnable cut;
    private Deadline running = () -> {};
    private Runnable atEnd = () -> {};
    private boolean aborted;
    private boolean ended;

    /** Something that runs in the thread of a connection. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    Guard(Deadlines deadlines, Runnable cut) {
        this.deadlines = deadlines;
        this.cut = cut;
    }

    /** The guard of the connection whose thread this is. */
    static Guard current() {
        return CURRENT.get();
    }

    /** Runs a connection, and what was left to do at its end. */
    void during(Task task) throws InterruptedException {
        try {
            ScopedValue.where(CURRENT, this)
                    .call(
                            () -> {
                                task.run();
                                return this;
                            });
        } finally {
            end();
        }
    }

    /** From now on there is so much time, and not what was left before. */
    synchronized void limit(Duration time) {
        running.close();
        running = ended ? () -> {} : deadlines.after(time, this::abort);
    }

    /** There is no limit from now on. */
    synchronized void unlimited() {
        running.close();
        running = () -> {};
    }

    /** What is to be done when the connection has ended. */
    synchronized void atEnd(Runnable action) {
        atEnd = action;
    }

    /** Cuts the connection off; any thread, returns at once. */
    void abort() {
        synchronized (this) {
            if (ended) {
                return;
            }
            aborted = true;
        }
        cut.run();
    }

    synchronized boolean isAborted() {
        return aborted;
    }

    private void end() {
        Runnable action;
        synchronized (this) {
            ended = true;
            running.close();
            action = atEnd;
        }
        action.run();
    }
}
