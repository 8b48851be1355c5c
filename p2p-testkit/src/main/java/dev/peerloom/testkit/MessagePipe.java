package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Two {@link MessageChannel}s joined in memory: what is written to one is read from the other. They
 * keep every promise that the channels of a node make to a protocol, without a node: bounded queues
 * that block the writer, the checks of code and size, end of stream after what is queued, a writer
 * given up after 20&nbsp;s, a protocol given up that leaves messages unread for 30&nbsp;s.
 *
 * <pre>{@code
 * try (MessagePipe pipe = MessagePipe.create(protocol)) {
 *     pipe.second().write(0, new byte[0]);
 *     Message received = pipe.first().read();
 * }
 * }</pre>
 *
 * <p><b>Time is virtual.</b> The first end, the protocol's, goes by {@link #clock()}, which stands
 * still until the test advances it: no timeout of the protocol passes by accident on a slow
 * machine, and every one passes at once when the test says so. The second end, the test's, waits in
 * real time, so that a test whose message does not come ends. {@link Builder#bothEndsByClock} and
 * {@link Builder#realTime} change that: a test that itself calls code which reads from the first
 * end with a timeout, and has no other thread to advance the clock, takes real time.
 *
 * <pre>{@code
 * // in the protocol: channel.read(Duration.ofSeconds(5))
 * pipe.clock().awaitWaiting(1);                   // it waits there
 * pipe.clock().advance(Duration.ofSeconds(5));    // TimeoutException, now
 * }</pre>
 *
 * <p>Any thread may call any method, of the pipe and of its channels.
 */
public final class MessagePipe implements AutoCloseable {
    /** How long a node lets a protocol wait for a peer that takes nothing. */
    static final Duration WRITE_LIMIT = Duration.ofSeconds(20);

    private final PipeEnd first;
    private final PipeEnd second;
    private final Optional<ManualClock> clock;
    private final PipeTime time;
    private final Transcript transcript;
    private final List<BiConsumer<Direction, Message>> taps = new CopyOnWriteArrayList<>();
    private final AtomicReference<Consumer<LinkEnd>> broken;

    private MessagePipe(Builder builder) {
        time = new PipeTime(builder.clock);
        clock = Optional.ofNullable(builder.clock);
        transcript = new Transcript(time);
        broken = new AtomicReference<>(cause -> close());
        ManualClock watched = builder.bothByClock ? builder.clock : null;
        Inbox toFirst = inbox(builder, Direction.TO_PROTOCOL, builder.clock);
        Inbox toSecond = inbox(builder, Direction.FROM_PROTOCOL, watched);
        PipeEnd.Shared shared =
                new PipeEnd.Shared(
                        builder.capability,
                        builder.length,
                        builder.maxPayload,
                        builder.stamps == null ? time::instant : builder.stamps,
                        WRITE_LIMIT);
        PipeTime secondTime = builder.bothByClock ? time : PipeTime.REAL;
        first = new PipeEnd(shared, time, toFirst, toSecond, () -> stalled(false));
        second = new PipeEnd(shared, secondTime, toSecond, toFirst, () -> stalled(true));
    }

    private Inbox inbox(Builder builder, Direction direction, @Nullable ManualClock watched) {
        return new Inbox(
                builder.maxMessages,
                builder.maxBytes,
                message -> passed(direction, message),
                new UnreadWatch(watched, () -> unread(direction)));
    }

    private void passed(Direction direction, Message message) {
        transcript.add(direction, message);
        taps.forEach(tap -> tap.accept(direction, message));
    }

    private void stalled(boolean byRemote) {
        String detail = "the peer took nothing for " + WRITE_LIMIT.toSeconds() + " s";
        broken.get().accept(new LinkEnd(DisconnectReason.TCP_ERROR, detail, byRemote));
    }

    private void unread(Direction direction) {
        boolean ours = direction == Direction.TO_PROTOCOL;
        String detail =
                "%s has not read for %d s while %d messages wait"
                        .formatted(
                                first.capability(),
                                UnreadWatch.LIMIT.toSeconds(),
                                ours ? queuedForFirst() : queuedForSecond());
        broken.get().accept(new LinkEnd(DisconnectReason.SUBPROTOCOL_ERROR, detail, !ours));
    }

    /** Who is told that the link has failed, instead of the pipe's being closed. */
    void onBroken(Consumer<LinkEnd> listener) {
        broken.set(listener);
    }

    /** Tells of every message that passes, in the order of each direction, under a lock. */
    void tap(BiConsumer<Direction, Message> listener) {
        taps.add(listener);
    }

    Transcript transcript() {
        return transcript;
    }

    PipeEnd protocolEnd() {
        return first;
    }

    PipeEnd remoteEnd() {
        return second;
    }

    /** The nanoseconds of the protocol's end. */
    long nanoTime() {
        return time.nanoTime();
    }

    boolean isVirtual() {
        return clock.isPresent();
    }

    /** Neither end is about to go on with what the pipe holds. */
    boolean isSettled() {
        return first.inbox().isSettled() && second.inbox().isSettled();
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
     * The clock that the pipe goes by.
     *
     * @return the clock
     * @throws IllegalStateException if the pipe was made to go by real time
     */
    public ManualClock clock() {
        return clock.orElseThrow(
                () -> new IllegalStateException("this pipe was built with realTime()"));
    }

    /**
     * Changes how much may wait in each direction, as {@link Builder#capacity} does at the start:
     * to make a peer slow in the middle of a conversation. What waits already stays.
     *
     * @param messages at least 1
     * @param bytes the sum of their payloads, at least 1
     */
    public void capacity(int messages, long bytes) {
        checkCapacity(messages, bytes);
        first.inbox().capacity(messages, bytes);
        second.inbox().capacity(messages, bytes);
    }

    private static void checkCapacity(int messages, long bytes) {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "capacity " + messages + " and " + bytes + ", both must be at least 1");
        }
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
        private @Nullable ManualClock clock = ManualClock.create();
        private @Nullable InstantSource stamps;
        private boolean bothByClock;

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
            checkCapacity(messages, bytes);
            this.maxMessages = messages;
            this.maxBytes = bytes;
            return this;
        }

        /**
         * The clock of the protocol's end; by default one of the pipe's own.
         *
         * @param value the clock, which several pipes may share
         * @return this
         */
        public Builder clock(ManualClock value) {
            this.clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Lets the second end go by the clock as well: for code against code, with a test that
         * looks on and advances the clock.
         *
         * @return this
         */
        public Builder bothEndsByClock() {
            this.bothByClock = true;
            return this;
        }

        /**
         * Lets both ends go by real time: for a protocol that is given no clock and waits for
         * several things at once. Messages left unread are not noticed then.
         *
         * @return this
         */
        public Builder realTime() {
            this.clock = null;
            this.bothByClock = false;
            return this;
        }

        /**
         * Where {@code receivedAt} comes from, if not from the clock.
         *
         * @param source the source, thread-safe
         * @return this
         */
        public Builder receivedAt(InstantSource source) {
            this.stamps = source;
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
    }
}
