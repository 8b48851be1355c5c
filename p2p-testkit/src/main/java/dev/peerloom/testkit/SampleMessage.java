package dev.peerloom.testkit;

import dev.peerloom.api.Message;

import java.time.Instant;
import java.util.Objects;

/**
 * A message that is legal once a conversation has been opened, for {@link
 * ProtocolContract#samples}: the contract sends it as it is, cut, extended and damaged.
 *
 * <pre>{@code
 * SampleMessage ping = SampleMessage.of(PING, new RlpWriter().startList().write(7).endList().toByteArray());
 * }</pre>
 *
 * <p>Immutable.
 */
public final class SampleMessage {
    private final int code;
    private final byte[] payload;

    private SampleMessage(int code, byte[] payload) {
        if (code < 0) {
            throw new IllegalArgumentException("message codes count from 0: " + code);
        }
        this.code = code;
        this.payload = Objects.requireNonNull(payload, "payload").clone();
    }

    /**
     * A sample.
     *
     * @param code the message code
     * @param payload the body, which is copied
     * @return the sample
     */
    public static SampleMessage of(int code, byte[] payload) {
        return new SampleMessage(code, payload);
    }

    /**
     * The message code.
     *
     * @return counted from 0
     */
    public int code() {
        return code;
    }

    /**
     * The body.
     *
     * @return a copy
     */
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public String toString() {
        return PayloadText.of(new Message(code, payload, Instant.EPOCH));
    }
}
