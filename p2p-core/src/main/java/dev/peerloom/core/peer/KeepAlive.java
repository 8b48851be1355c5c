package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.core.DisconnectRecord.Closer;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The clock of one link, the seed's ping loop: pings, answers pings at a bounded rate, and gives up
 * a peer that is silent, does not take what we send, or floods us with pings; and a protocol that
 * does not read. Owned by the connection's thread.
 */
final class KeepAlive {
    /** More pings than this a second are a flood. */
    private static final int PINGS_PER_SECOND = 5;

    private static final long NANOS_PER_PING = 1_000_000_000L / PINGS_PER_SECOND;

    /**
     * How far pings may run ahead of that rate: five and a half of them. The sixth at once is too
     * much, but ten in a second with 100 ms in between, as go-ethereum's conformance tool sends
     * them, are not.
     */
    private static final long PINGS_AHEAD_NANOS = 11 * NANOS_PER_PING / 2;

    /**
     * Ticks fall on multiples of a twentieth of their interval, those of other links too: one
     * wake-up of the event loop serves many. Thousands of links that each have their own
     * millisecond cost more in wake-ups than in pings.
     */
    private static final int TICK_PARTS = 20;

    private final PeerLink link;
    private final Connection connection;
    private final LinkWriter writer;
    private final List<Inbox> inboxes;
    private final Timing timing;
    private final LongSupplier clock;
    // When all pings so far would have come, had they come at the greatest rate.
    private long pingsPaidUntil;
    private long lastRead;
    private long lastPing;
    private long lastPong;
    private boolean pongScheduled;
    private boolean reading = true;

    KeepAlive(
            PeerLink link,
            Connection connection,
            LinkWriter writer,
            List<Inbox> inboxes,
            LinkParts parts) {
        this.link = link;
        this.connection = connection;
        this.writer = writer;
        this.inboxes = inboxes;
        this.timing = parts.timing();
        this.clock = parts.clock();
        long now = clock.getAsLong();
        lastRead = now;
        lastPing = now;
        pingsPaidUntil = now;
        lastPong = now - timing.pongGap().toNanos();
    }

    void start() {
        scheduleTick(clock.getAsLong());
    }

    private void scheduleTick(long now) {
        connection.schedule(this::tick, Duration.ofNanos(toNextTick(now, timing.tick().toNanos())));
    }

    /** How long to wait for the common moment that is nearest to one interval from now. */
    static long toNextTick(long now, long interval) {
        long part = Math.max(1, interval / TICK_PARTS);
        return interval + part / 2 - Math.floorMod(now + interval + part / 2, part);
    }

    void bytesRead() {
        lastRead = clock.getAsLong();
    }

    /** While we do not read, silence is ours and not the peer's. */
    void reading(boolean on) {
        reading = on;
        lastRead = clock.getAsLong();
    }

    void pingReceived() {
        long now = clock.getAsLong();
        pingsPaidUntil = Math.max(pingsPaidUntil, now) + NANOS_PER_PING;
        if (pingsPaidUntil - now > PINGS_AHEAD_NANOS) {
            link.close(
                    CloseCause.local(
                            DisconnectReason.BREACH_OF_PROTOCOL,
                            "more than " + PINGS_PER_SECOND + " pings a second"));
        } else if (!pongScheduled) {
            answer(now);
        }
    }

    private void answer(long now) {
        long wait = lastPong + timing.pongGap().toNanos() - now;
        if (wait <= 0) {
            sendPong();
        } else {
            pongScheduled = true;
            connection.schedule(this::sendPong, Duration.ofNanos(wait));
        }
    }

    private void sendPong() {
        pongScheduled = false;
        lastPong = clock.getAsLong();
        writer.pong();
    }

    private void tick() {
        if (link.isClosing()) {
            return;
        }
        long now = clock.getAsLong();
        if (reading && now - lastRead >= timing.readIdle().toNanos()) {
            link.close(
                    CloseCause.local(
                            DisconnectReason.PING_TIMEOUT,
                            "nothing read for " + timing.readIdle().toSeconds() + " s"));
        } else if (writer.stalledNanos() >= timing.write().toNanos()) {
            link.close(
                    CloseCause.broken(
                            Closer.US,
                            "the peer took nothing for " + timing.write().toSeconds() + " s"));
        } else if (!checkReaders()) {
            pingIfDue(now);
            scheduleTick(now);
        }
    }

    private boolean checkReaders() {
        for (int i = 0; i < inboxes.size(); i++) {
            if (inboxes.get(i).unreadNanos() >= timing.unread().toNanos()) {
                link.unread(
                        i,
                        "%s has not read for %d s while %d messages wait"
                                .formatted(
                                        link.protocolName(i),
                                        timing.unread().toSeconds(),
                                        inboxes.get(i).size()));
                return true;
            }
        }
        return false;
    }

    private void pingIfDue(long now) {
        // The tick is a divisor of the interval and never early: half of it is slack.
        if (now - lastPing + timing.tick().toNanos() / 2 >= timing.ping().toNanos()) {
            lastPing = now;
            writer.ping();
        }
    }
}
