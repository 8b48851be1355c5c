package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** One end of a pipe. Immutable, over two inboxes that any thread may use. */
final class PipeEnd implements MessageChannel {
    /** What both ends of a pipe have in common. */
    record Shared(
            Capability capability,
            int length,
            int maxPayload,
            InstantSource stamps,
            Duration writeLimit) {}

    private final Shared shared;
    private final int maxPayload;
    private final PipeTime time;
    private final Inbox in;
    private final Inbox out;
    private final Runnable stalled;
    private final EndBrake brake = new EndBrake();

    /** An end; {@code stalled} is run when the other one has taken nothing for too long. */
    PipeEnd(Shared shared, PipeTime time, Inbox in, Inbox out, Runnable stalled) {
        this.shared = shared;
        this.maxPayload = Math.min(shared.maxPayload(), Message.MAX_PAYLOAD);
        this.time = time;
        this.in = in;
        this.out = out;
        this.stalled = stalled;
    }

    Inbox inbox() {
        return in;
    }

    @Override
    public Capability capability() {
        return shared.capability();
    }

    @Override
    public Message read() throws EOFException, InterruptedException {
        return Objects.requireNonNull(poll(time, Long.MAX_VALUE), "waited for ever");
    }

    @Override
    public Message read(Duration timeout)
            throws EOFException, InterruptedException, TimeoutException {
        return read(time, timeout);
    }

    /** Reads with the patience of somebody who goes by another time. */
    Message read(PipeTime by, Duration timeout)
            throws EOFException, InterruptedException, TimeoutException {
        // Just short of "for ever", which never times out.
        long nanos = Math.min(Inbox.nanos(timeout), Long.MAX_VALUE - 1);
        Message message = poll(by, nanos);
        if (message == null) {
            throw new TimeoutException("no message of " + capability() + " within " + timeout);
        }
        return message;
    }

    private @Nullable Message poll(PipeTime by, long nanos)
            throws EOFException, InterruptedException {
        try {
            return in.poll(by, nanos);
        } catch (EOFException e) {
            brake.ended();
            throw e;
        }
    }

    @Override
    public void write(int code, byte[] payload) throws EOFException, InterruptedException {
        Message message = message(code, payload);
        try {
            out.put(message, time, shared.writeLimit());
        } catch (Inbox.StalledException e) {
            stalled.run();
            throw e;
        } catch (EOFException e) {
            brake.ended();
            throw e;
        }
    }

    @Override
    public boolean tryWrite(int code, byte[] payload) {
        return out.offer(message(code, payload));
    }

    private Message message(int code, byte[] payload) {
        Objects.requireNonNull(payload, "payload");
        if (code < 0 || code >= shared.length()) {
            throw new IllegalArgumentException(
                    "%s has message codes 0 to %d, not %d"
                            .formatted(capability(), shared.length() - 1, code));
        }
        if (payload.length > maxPayload) {
            throw new IllegalArgumentException(
                    "a payload of %s has at most %d bytes, not %d"
                            .formatted(capability(), maxPayload, payload.length));
        }
        return new Message(code, payload.clone(), shared.stamps().instant());
    }
}
