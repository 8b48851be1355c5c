package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Peer;
import dev.peerloom.core.TracedMessage;
import dev.peerloom.core.fault.CodeWatch;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Who looks at messages as they pass. While nobody does, a message costs one look at a field. Each
 * trace has a thread and a bounded queue of its own: one that is too slow loses messages and delays
 * nobody. Thread-safe.
 */
public final class MessageTraces implements AutoCloseable {
    /** What is kept of a payload at most, in bytes: a full queue of them is 8 MiB. */
    public static final int MAX_START = 1024;

    private static final String OWNER = "node";

    private final CodeWatch watch;
    private final List<Trace> traces = new CopyOnWriteArrayList<>();
    private volatile boolean on;

    private record Trace(
            BiPredicate<? super Peer, ? super Capability> wanted,
            int bytes,
            EventListener<TracedMessage> listener) {}

    /** Nobody looks yet; what goes wrong in those who do is told the watch. */
    public MessageTraces(CodeWatch watch) {
        this.watch = watch;
    }

    /**
     * Begins a trace.
     *
     * @param wanted which messages it takes; asked in the thread of the message, so it must be
     *     quick
     * @param bytes how many of a payload's first bytes it gets, {@value #MAX_START} at most
     * @return what ends it
     */
    public Runnable add(
            BiPredicate<? super Peer, ? super Capability> wanted,
            int bytes,
            Consumer<? super TracedMessage> consumer) {
        if (bytes < 0 || bytes > MAX_START) {
            throw new IllegalArgumentException(
                    "a trace gets 0 to %d bytes of a message, not %d".formatted(MAX_START, bytes));
        }
        Trace trace =
                new Trace(
                        wanted,
                        bytes,
                        new EventListener<>(OWNER, TracedMessage.class, consumer, watch));
        traces.add(trace);
        update();
        return () -> remove(trace);
    }

    private void remove(Trace trace) {
        if (traces.remove(trace)) {
            update();
            trace.listener().discard();
        }
    }

    private synchronized void update() {
        on = !traces.isEmpty();
    }

    /** Whether anybody looks at messages. */
    boolean isOn() {
        return on;
    }

    /** A message passes. Never blocks; the payload stays the caller's. */
    void passes(Peer peer, Capability capability, int code, boolean inbound, byte[] payload) {
        for (Trace trace : traces) {
            if (trace.wanted().test(peer, capability)) {
                byte[] start = Arrays.copyOf(payload, Math.min(payload.length, trace.bytes()));
                trace.listener()
                        .offer(
                                new TracedMessage(
                                        Instant.now(),
                                        peer,
                                        capability,
                                        code,
                                        inbound,
                                        payload.length,
                                        start));
            }
        }
    }

    @Override
    public void close() {
        traces.forEach(trace -> trace.listener().close());
        traces.clear();
        update();
    }
}
