package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.rlpx.Snappy;
import dev.peerloom.core.rlpx.SnappyException;
import dev.peerloom.core.wire.LogText;
import dev.peerloom.core.wire.SharedProtocol;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * One protocol's part of a link: its inbox, and its range of message codes on the link's writer.
 * Thread-safe: the state is that of the inbox and the writer.
 */
final class ProtocolChannel implements MessageChannel {
    private final PeerLink link;
    private final SharedProtocol shared;
    private final Inbox inbox;
    private final LinkWriter writer;
    private final boolean compressed;
    private final int maxPayload;
    private final ProtocolMeter meter;
    private final EndBrake brake = new EndBrake();
    private volatile boolean ended;

    // For the meter. Readers in two threads may disturb them: then a sample is wrong, nothing else.
    private int reads;
    private long takenAt;
    private boolean timing;

    ProtocolChannel(
            PeerLink link,
            SharedProtocol shared,
            Inbox inbox,
            LinkWriter writer,
            boolean compressed,
            ProtocolMeter meter) {
        this.link = link;
        this.shared = shared;
        this.inbox = inbox;
        this.writer = writer;
        this.compressed = compressed;
        this.meter = meter;
        this.maxPayload = Math.min(shared.offered().maxPayload(), Message.MAX_PAYLOAD);
    }

    @Override
    public Capability capability() {
        return shared.capability();
    }

    @Override
    public Message read() throws IOException, InterruptedException {
        readerIsBack();
        for (; ; ) {
            Inbox.Entry entry = inbox.poll();
            if (entry != null) {
                return open(entry);
            }
            if (!awaitMessage(Inbox.FOREVER) && inbox.isClosed()) {
                throw atEnd();
            }
        }
    }

    @Override
    public Message read(Duration timeout)
            throws IOException, InterruptedException, TimeoutException {
        readerIsBack();
        long start = System.nanoTime();
        long limit = nanos(timeout);
        for (; ; ) {
            Inbox.Entry entry = inbox.poll();
            if (entry != null) {
                return open(entry);
            }
            long left = limit - (System.nanoTime() - start);
            if (!awaitMessage(left)) {
                if (inbox.isClosed() && inbox.size() == 0) {
                    throw atEnd();
                }
                if (left <= 0 || limit - (System.nanoTime() - start) <= 0) {
                    throw new TimeoutException("no message of " + capability() + " in " + timeout);
                }
            }
        }
    }

    private static long nanos(Duration timeout) {
        try {
            return Math.max(0, timeout.toNanos());
        } catch (ArithmeticException e) {
            return timeout.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }

    /** Before a reader sleeps, what it wrote goes out: often that is what it waits an answer to. */
    private boolean awaitMessage(long nanos) throws InterruptedException {
        writer.flush();
        return inbox.await(nanos);
    }

    private EOFException atEnd() throws InterruptedException {
        brake.ended();
        return new EOFException("the link is closing: " + link.closeDetail());
    }

    private Message open(Inbox.Entry entry) throws EOFException, InterruptedException {
        int code = entry.code() - shared.offset();
        byte[] payload;
        if (compressed) {
            try {
                payload =
                        Snappy.uncompress(
                                entry.body(),
                                entry.offset(),
                                entry.length(),
                                shared.offered().maxPayload());
            } catch (SnappyException e) {
                String detail = capability() + ": message " + code + ": " + e.getMessage();
                link.close(CloseCause.local(DisconnectReason.BREACH_OF_PROTOCOL, detail));
                throw atEnd();
            }
        } else {
            payload = Arrays.copyOfRange(entry.body(), entry.offset(), entry.end());
        }
        if (link.events().wantsReceived()) {
            link.events()
                    .publish(
                            new PeerEvent.MessageReceived(
                                    link, capability(), code, payload.length));
        }
        if (link.traces().isOn()) {
            link.traces().passes(link, capability(), code, true, payload);
        }
        readerLeaves();
        return new Message(code, payload, entry.receivedAt());
    }

    private void readerLeaves() {
        if (++reads % ProtocolMeter.SAMPLE == 0) {
            takenAt = System.nanoTime();
            timing = true;
        }
    }

    private void readerIsBack() {
        if (timing) {
            timing = false;
            meter.busy(System.nanoTime() - takenAt);
        }
    }

    @Override
    public void write(int code, byte[] payload) throws IOException, InterruptedException {
        check(code, payload);
        if (ended) {
            brake.ended();
            throw new EOFException(capability() + " has ended on this link");
        }
        try {
            writer.write(shared.offset() + code, payload, sentEvent(code, payload));
            meter.sent(code, payload.length);
        } catch (Room.TooSlowException e) {
            link.close(CloseCause.broken(Closer.US, LogText.of(e)));
            throw atEnd();
        } catch (EOFException e) {
            brake.ended();
            throw e;
        }
    }

    @Override
    public boolean tryWrite(int code, byte[] payload) {
        check(code, payload);
        Runnable queued = sentEvent(code, payload);
        if (ended || !writer.tryWrite(shared.offset() + code, payload, queued)) {
            return false;
        }
        meter.sent(code, payload.length);
        return true;
    }

    private void check(int code, byte[] payload) {
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
    }

    /** What tells of a message on its way, before an answer to it can be told of. */
    private Runnable sentEvent(int code, byte[] payload) {
        boolean told = link.events().wantsSent();
        boolean traced = link.traces().isOn();
        if (!told && !traced) {
            return ProtocolChannel::nobodyListens;
        }
        return () -> {
            if (told) {
                link.events()
                        .publish(
                                new PeerEvent.MessageSent(
                                        link, capability(), code, payload.length));
            }
            if (traced) {
                link.traces().passes(link, capability(), code, false, payload);
            }
        };
    }

    private static void nobodyListens() {}

    /** After {@code run()} has returned, the channel is closed for every thread. */
    void end() {
        ended = true;
        inbox.discard();
        writer.flush();
    }
}
