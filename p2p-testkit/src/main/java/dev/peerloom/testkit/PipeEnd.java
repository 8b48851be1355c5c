package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;

import java.io.EOFException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;

/** One end of a pipe. Immutable, over two inboxes that any thread may use. */
final class PipeEnd implements MessageChannel {
    private final Capability capability;
    private final int length;
    private final int maxPayload;
    private final InstantSource clock;
    private final Inbox in;
    private final Inbox out;

    PipeEnd(
            Capability capability,
            int length,
            int maxPayload,
            InstantSource clock,
            Inbox in,
            Inbox out) {
        this.capability = capability;
        this.length = length;
        this.maxPayload = Math.min(maxPayload, Message.MAX_PAYLOAD);
        this.clock = clock;
        this.in = in;
        this.out = out;
    }

    Inbox inbox() {
        return in;
    }

    @Override
    public Capability capability() {
        return capability;
    }

    @Override
    public Message read() throws EOFException, InterruptedException {
        return in.take();
    }

    @Override
    public Message read(Duration timeout)
            throws EOFException, InterruptedException, TimeoutException {
        Message message = in.poll(Inbox.nanos(timeout));
        if (message == null) {
            throw new TimeoutException("no message of " + capability + " within " + timeout);
        }
        return message;
    }

    @Override
    public void write(int code, byte[] payload) throws EOFException, InterruptedException {
        out.put(message(code, payload));
    }

    @Override
    public boolean tryWrite(int code, byte[] payload) {
        return out.offer(message(code, payload));
    }

    private Message message(int code, byte[] payload) {
        if (code < 0 || code >= length) {
            throw new IllegalArgumentException(
                    capability + " has no message code " + code + ", only 0 to " + (length - 1));
        }
        if (payload.length > maxPayload) {
            throw new IllegalArgumentException(
                    capability
                            + " allows payloads of "
                            + maxPayload
                            + " bytes, this one has "
                            + payload.length);
        }
        return new Message(code, payload.clone(), clock.instant());
    }
}
