package dev.peerloom.api;

import java.time.Instant;
import java.util.Objects;

/** One message as it was received. */
public final class Message {
    public static final int MAX_PAYLOAD = 0xFFFFF0;

    private final int code;
    private final byte[] payload;
    private final Instant receivedAt;

    public Message(int code, byte[] payload, Instant receivedAt) {
        this.code = code;
        this.payload = Objects.requireNonNull(payload, "payload");
        this.receivedAt = Objects.requireNonNull(receivedAt, "receivedAt");
    }

    public int code() {
        return code;
    }

    public byte[] payload() {
        return payload;
    }

    public Instant receivedAt() {
        return receivedAt;
    }
}
