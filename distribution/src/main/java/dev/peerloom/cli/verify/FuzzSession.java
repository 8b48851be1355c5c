package dev.peerloom.cli.verify;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One link with the protocol under test, from its opening to its end. Used by the thread that the
 * node runs it in; another one reads what the protocol says.
 */
final class FuzzSession {
    /** While nothing moves, this often is looked again: about 5 s in all. */
    private static final int PATIENCE = 50;

    private static final int PAUSE_MILLIS = 100;
    private static final int LARGEST_BATCH = 256;
    private static final int LONGEST = 4_096;
    private static final int OPENING_MESSAGES = 4;

    private final FuzzCounts counts;
    private final MessageMaker maker;
    private final int length;
    private final int wanted;
    private final NodeId self;
    private final boolean listenFirst;
    private final BooleanSupplier timeIsUp;
    private final long readBefore;
    private long sent;
    private String last = "none";
    private volatile boolean ended;

    FuzzSession(
            FuzzCounts counts,
            MessageMaker maker,
            int length,
            int wanted,
            NodeId self,
            boolean listenFirst,
            BooleanSupplier timeIsUp) {
        this.counts = counts;
        this.maker = maker;
        this.length = length;
        this.wanted = wanted;
        this.self = self;
        this.listenFirst = listenFirst;
        this.timeIsUp = timeIsUp;
        this.readBefore = counts.read(self);
    }

    /** What a session found. */
    record End(boolean spokeFirst, Optional<String> fault) {}

    End drive(MessageChannel channel) throws IOException, InterruptedException {
        List<Message> opening = listenFirst ? opening(channel) : List.of();
        Thread reader = Thread.ofVirtual().name("fuzz reader").start(() -> read(channel));
        try {
            return new End(!opening.isEmpty(), send(channel, opening));
        } finally {
            if (ended) {
                reader.join();
            }
        }
    }

    /** What a protocol says first is mostly a greeting, and wants one in return. */
    private List<Message> opening(MessageChannel channel) throws IOException, InterruptedException {
        List<Message> opening = new ArrayList<>();
        try {
            while (opening.size() < OPENING_MESSAGES) {
                Message message = channel.read(Duration.ofMillis(opening.isEmpty() ? 300 : 5));
                maker.learn(message);
                opening.add(message);
            }
        } catch (TimeoutException e) {
            return opening; // that was all
        }
        return opening;
    }

    private void read(MessageChannel channel) {
        try {
            while (true) {
                maker.learn(channel.read());
            }
        } catch (IOException e) {
            ended = true; // as every link ends
            counts.wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<String> send(MessageChannel channel, List<Message> opening)
            throws InterruptedException {
        if (maker.below(8) > 0) {
            for (Message message : opening) {
                if (!write(channel, message.code(), message.payload())) {
                    return stalled();
                }
            }
        }
        int batch = 1;
        while (!ended && sent < LONGEST && !timeIsUp.getAsBoolean() && counts.least() < wanted) {
            for (int i = 0; i < batch && !ended; i++) {
                int code = code();
                if (!write(channel, code, maker.make(code))) {
                    return stalled();
                }
            }
            if (!awaitRead()) {
                return stalled();
            }
            batch = Math.min(LARGEST_BATCH, batch * 2);
        }
        return Optional.empty();
    }

    /** Mostly the one that got the fewest so far; some depend on what another one did. */
    private int code() {
        return maker.below(4) == 0 ? maker.below(length) : counts.leastCode();
    }

    /** False if the link stayed full: nobody reads at its other end. */
    private boolean write(MessageChannel channel, int code, byte[] payload)
            throws InterruptedException {
        last = describe(code, payload);
        int patience = PATIENCE;
        long read = counts.read(self);
        while (!channel.tryWrite(code, payload)) {
            if (isOver()) {
                return true;
            }
            counts.await(PAUSE_MILLIS);
            long now = counts.read(self);
            patience = now == read ? patience - 1 : PATIENCE;
            read = now;
            if (patience == 0) {
                return false;
            }
        }
        sent++;
        return true;
    }

    /** Waits until all was read, or the link ends; false if nothing moves. */
    private boolean awaitRead() throws InterruptedException {
        int patience = PATIENCE;
        long read = counts.read(self);
        while (read - readBefore < sent && !isOver()) {
            counts.await(PAUSE_MILLIS);
            long now = counts.read(self);
            patience = now == read ? patience - 1 : PATIENCE;
            read = now;
            if (patience == 0) {
                return isOver();
            }
        }
        return true;
    }

    private boolean isOver() {
        return ended || counts.isGone(self);
    }

    private Optional<String> stalled() {
        return isOver()
                ? Optional.empty()
                : Optional.of(
                        "has stopped reading: "
                                + (sent - counts.read(self) + readBefore)
                                + " messages waited for 5 s; the last one: "
                                + last);
    }

    /** The last message that was sent, for a report. */
    String last() {
        return last;
    }

    private static String describe(int code, byte[] payload) {
        int shown = Math.min(32, payload.length);
        return "code 0x%x, %d bytes %s%s"
                .formatted(
                        code,
                        payload.length,
                        HexFormat.of().formatHex(payload, 0, shown),
                        shown < payload.length ? "…" : "");
    }
}
