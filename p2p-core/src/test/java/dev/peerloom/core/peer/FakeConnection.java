package dev.peerloom.core.peer;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A connection without a socket: one thread as its event loop, a {@link ManualClock} for its
 * timers, and at its other end whatever takes bytes. Fields belong to the loop's thread.
 */
final class FakeConnection implements Connection, AutoCloseable {
    /** The other end: told on the loop's thread. */
    interface Far {
        void bytes(byte[] bytes);

        void end(boolean inPeace);
    }

    private final ManualClock clock;
    private final Far far;
    private final InetSocketAddress remote;
    private final ExecutorService loop;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ArrayDeque<byte[]> outgoing = new ArrayDeque<>();
    private final ArrayDeque<byte[]> incoming = new ArrayDeque<>();
    private @Nullable ConnectionListener listener;
    private long room = Long.MAX_VALUE;
    private boolean reading = true;
    private boolean finishing;
    private boolean ended;

    FakeConnection(ManualClock clock, Far far) {
        this(clock, far, "127.0.0.1");
    }

    FakeConnection(ManualClock clock, Far far, String address) {
        this.clock = clock;
        this.far = far;
        this.remote = new InetSocketAddress(InetAddress.ofLiteral(address), 40_000);
        this.loop =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("fake-loop").daemon().factory());
    }

    void listener(ConnectionListener value) {
        onLoop(() -> listener = value);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 30_303);
    }

    @Override
    public int send(byte[] bytes, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        execute(
                () -> {
                    outgoing.add(copy);
                    flush();
                });
        return 0;
    }

    private void flush() {
        while (!ended && !outgoing.isEmpty() && outgoing.peek().length <= room) {
            byte[] next = outgoing.remove();
            room -= next.length;
            far.bytes(next);
            if (listener != null) {
                listener.sent(next.length);
            }
        }
        if (finishing && outgoing.isEmpty()) {
            end(true);
        }
    }

    /** From now on the socket takes that many bytes more, and then nothing. */
    void takeOnly(long bytes) {
        onLoop(
                () -> {
                    room = bytes;
                    flush();
                });
    }

    /** The socket takes everything. */
    void takeAll() {
        takeOnly(Long.MAX_VALUE);
    }

    /** How many bytes wait because the socket does not take them. */
    int waiting() {
        return onLoop(() -> outgoing.stream().mapToInt(bytes -> bytes.length).sum());
    }

    /** Bytes from the other end: kept, as a socket does, while reading is switched off. */
    void deliver(byte[] bytes) {
        execute(
                () -> {
                    incoming.add(bytes);
                    drain();
                });
    }

    private void drain() {
        ConnectionListener current = listener;
        while (current != null && reading && !finishing && !ended && !incoming.isEmpty()) {
            byte[] next = incoming.remove();
            current.received(next, 0, next.length);
            current.receiveComplete();
        }
    }

    @Override
    public void reading(boolean on) {
        reading = on;
        execute(this::drain);
    }

    boolean isReading() {
        return onLoop(() -> reading);
    }

    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            assert loop.isShutdown() : "only after the test";
        }
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        clock.schedule(
                delay,
                () ->
                        onLoop(
                                () -> {
                                    if (!ended) {
                                        task.run();
                                    }
                                }));
    }

    @Override
    public void finish() {
        execute(
                () -> {
                    finishing = true;
                    flush();
                });
    }

    @Override
    public void abort() {
        execute(() -> end(false));
    }

    /** The other end closes, or the connection breaks. */
    void breakOff(@Nullable Throwable cause) {
        execute(
                () -> {
                    ended = true;
                    closed.complete(null);
                    if (listener != null) {
                        listener.closed(cause);
                    }
                });
    }

    private void end(boolean inPeace) {
        if (!ended) {
            ended = true;
            far.end(inPeace);
            closed.complete(null);
            if (listener != null) {
                listener.closed(null);
            }
        }
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    void onLoop(Runnable task) {
        onLoop(
                () -> {
                    task.run();
                    return true;
                });
    }

    /** Runs something on the loop and waits for it: so everything queued before has run, too. */
    <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the loop is stuck or failed", e);
        }
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
