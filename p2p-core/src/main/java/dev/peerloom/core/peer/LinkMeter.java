package dev.peerloom.core.peer;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what passes on one link. What comes in is counted by the connection's thread, what goes
 * out by the holder of the write token: each count has one writer at a time, so a plain store in
 * order is enough. Read by any thread.
 */
final class LinkMeter {
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicLong messagesReceived = new AtomicLong();
    private final AtomicLong messagesSent = new AtomicLong();

    void read(int bytes) {
        add(bytesRead, bytes);
    }

    void written(int bytes) {
        add(bytesWritten, bytes);
    }

    void received() {
        add(messagesReceived, 1);
    }

    void sent() {
        add(messagesSent, 1);
    }

    private static void add(AtomicLong count, long more) {
        count.setRelease(count.getPlain() + more);
    }

    long bytesRead() {
        return bytesRead.get();
    }

    long bytesWritten() {
        return bytesWritten.get();
    }

    long messagesReceived() {
        return messagesReceived.get();
    }

    long messagesSent() {
        return messagesSent.get();
    }
}
