package dev.peerloom.api;

import java.time.Instant;
import java.util.Objects;

/**
 * One message of a subprotocol, as {@link MessageChannel#read()} returns it. Compared by identity.
 */
public final class Message {
    /**
     * The largest payload in bytes that {@link MessageChannel#write} takes, whatever it contains:
     * even one that Snappy cannot compress then fits a frame with its 24-bit size (RLPx, section
     * "Framing"). Received payloads can be up to 0xFFFFFF bytes.
     */
    public static final int MAX_PAYLOAD = 0xFFFFF0;

    private final int code;
    private final byte[] payload;
    private final Instant receivedAt;

    /**
     * A message.
     *
     * @param code the message code, at least 0; IllegalArgumentException otherwise
     * @param payload the body, which is not copied
     * @param receivedAt when it arrived
     */
    public Message(int code, byte[] payload, Instant receivedAt) {
        if (code < 0) {
            throw new IllegalArgumentException("message codes count from 0: " + code);
        }
        this.code = code;
        this.payload = Objects.requireNonNull(payload, "payload");
        this.receivedAt = Objects.requireNonNull(receivedAt, "receivedAt");
    }

    /**
     * The message code, counted from 0 within the subprotocol: without the offset that it has on
     * the link.
     *
     * @return 0 to {@link Protocol#length()}&nbsp;&minus;&nbsp;1
     */
    public int code() {
        return code;
    }

    /**
     * The body, decompressed. The array is the message's own, the same at every call: whoever read
     * the message may change it.
     *
     * @return the bytes, possibly none
     */
    public byte[] payload() {
        return payload;
    }

    /**
     * When the message arrived, before it waited to be read. This is wall time, which can be set
     * back; it is taken once per read from the socket, so messages that came together have the
     * same.
     *
     * @return the time of arrival
     */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** Code and size, for logs; not the payload. */
    @Override
    public String toString() {
        return "message " + code + ", " + payload.length + " bytes, received " + receivedAt;
    }
}
