package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Protocol;

import java.time.InstantSource;

/**
 * Two {@link MessageChannel}s joined in memory: what is written to one is read from the other. They
 * keep every promise that the channels of a node make to a protocol, without a node: bounded queues
 * that block the writer, the checks of code and size, end of stream after what is queued.
 *
 * <pre>{@code
 * try (MessagePipe pipe = MessagePipe.create(protocol)) {
 *     pipe.second().write(0, new byte[0]);
 *     Message received = pipe.first().read();
 * }
 * }</pre>
 *
 * <p>Any thread may call any method, of the pipe and of its channels.
 */
public final class MessagePipe implements AutoCloseable {
    private final PipeEnd first;
    private final PipeEnd second;

    private MessagePipe(Builder builder) {
        Inbox toFirst = new Inbox(builder.maxMessages, builder.maxBytes);
        Inbox toSecond = new Inbox(builder.maxMessages, builder.maxBytes);
        this.first = builder.end(toFirst, toSecond);
        this.second = builder.end(toSecond, toFirst);
    }

    /**
     * A pipe for a protocol; its name, version, length and maxPayload are read once, now.
     *
     * @param protocol the protocol that is to talk over it
     * @return the pipe, open
     */
    public static MessagePipe create(Protocol protocol) {
        return builder(protocol).build();
    }

    /**
     * A pipe for a capability.
     *
     * @param capability what both ends say they speak
     * @param length the number of message codes, at least 1
     * @param maxPayload the largest legal payload in bytes, both ways
     * @return the pipe, open
     */
    public static MessagePipe create(Capability capability, int length, int maxPayload) {
        return builder(capability, length, maxPayload).build();
    }

    /**
     * A builder of a pipe for a protocol, which is asked for its numbers once, now.
     *
     * @param protocol the protocol that is to talk over it
     * @return the builder
     */
    public static Builder builder(Protocol protocol) {
        Capability capability = new Capability(protocol.name(), protocol.version());
        return builder(capability, protocol.length(), protocol.maxPayload());
    }

    /**
     * A builder of a pipe for a capability.
     *
     * @param capability what both ends say they speak
     * @param length the number of message codes, at least 1
     * @param maxPayload the largest legal payload in bytes, both ways
     * @return the builder
     */
    public static Builder builder(Capability capability, int length, int maxPayload) {
        return new Builder(capability, length, maxPayload);
    }

    /**
     * One end, by custom that of the protocol under test.
     *
     * @return the channel
     */
    public MessageChannel first() {
        return first;
    }

    /**
     * The other end, by custom that of the test.
     *
     * @return the channel
     */
    public MessageChannel second() {
        return second;
    }

    /**
     * The first step of closing in order, as at unload and at the stop of a node: the first end
     * reads what is queued and then the end of the stream, while its writes still go out. What the
     * second end writes from now on is lost. The second step is {@link #close}.
     */
    public void endReadingOfFirst() {
        first.inbox().endReading();
    }

    /**
     * Closes both ends, as the end of a link does: what is queued can still be read, then comes
     * {@link java.io.EOFException}, and so for every write. Closing again changes nothing.
     */
    @Override
    public void close() {
        first.inbox().close();
        second.inbox().close();
    }

    /**
     * How many messages wait to be read from the first end.
     *
     * @return their number
     */
    public int queuedForFirst() {
        return first.inbox().size();
    }

    /**
     * How many messages wait to be read from the second end.
     *
     * @return their number
     */
    public int queuedForSecond() {
        return second.inbox().size();
    }

    /** Collects what a pipe is made of. Not thread-safe. */
    public static final class Builder {
        private final Capability capability;
        private final int length;
        private final int maxPayload;
        private int maxMessages = 256;
        private long maxBytes = 1 << 24;
        private InstantSource clock = InstantSource.system();

        private Builder(Capability capability, int length, int maxPayload) {
            if (length < 1) {
                throw new IllegalArgumentException(
                        capability + " has length " + length + ", it must be at least 1");
            }
            if (maxPayload < 0) {
                throw new IllegalArgumentException(
                        capability + " has maxPayload " + maxPayload + ", it must not be negative");
            }
            this.capability = capability;
            this.length = length;
            this.maxPayload = maxPayload;
        }

        /**
         * How much may wait in each direction before a writer blocks: 256 messages and 16 MiB by
         * default. An empty queue takes any one legal message.
         *
         * @param messages at least 1
         * @param bytes the sum of their payloads, at least 1
         * @return this
         */
        public Builder capacity(int messages, long bytes) {
            if (messages < 1 || bytes < 1) {
                throw new IllegalArgumentException(
                        "capacity " + messages + " and " + bytes + ", both must be at least 1");
            }
            this.maxMessages = messages;
            this.maxBytes = bytes;
            return this;
        }

        /**
         * Where {@code receivedAt} comes from: the system's clock by default.
         *
         * @param source the clock, thread-safe
         * @return this
         */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /**
         * Makes the pipe.
         *
         * @return the pipe, open
         */
        public MessagePipe build() {
            return new MessagePipe(this);
        }

        private PipeEnd end(Inbox in, Inbox out) {
            return new PipeEnd(capability, length, maxPayload, clock, in, out);
        }
    }
}
