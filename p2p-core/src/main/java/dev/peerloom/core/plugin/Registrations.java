package dev.peerloom.core.plugin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a plugin registered, to be withdrawn in reverse order. Thread-safe: a registration that
 * comes while they are being withdrawn is either withdrawn too or not made.
 */
final class Registrations {
    private final Deque<Runnable> withdrawals = new ArrayDeque<>();
    private boolean closed;

    /** Makes a registration; false if it came too late and was not made. */
    synchronized boolean add(Supplier<Runnable> registration) {
        if (closed) {
            return false;
        }
        withdrawals.push(registration.get());
        return true;
    }

    /** Withdraws everything; what went wrong on the way is returned. */
    List<RuntimeException> close() {
        List<Runnable> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(withdrawals);
            withdrawals.clear();
        }
        List<RuntimeException> problems = new ArrayList<>();
        for (Runnable withdrawal : left) {
            try {
                withdrawal.run();
            } catch (RuntimeException e) {
                problems.add(e);
            }
        }
        return problems;
    }
}
