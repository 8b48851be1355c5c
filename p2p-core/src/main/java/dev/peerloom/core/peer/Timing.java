package dev.peerloom.core.peer;

import java.time.Duration;

/**
 * How long a link waits for what. Injected, so that tests move a clock instead of waiting.
 *
 * @param handshake for auth and ack, absolute
 * @param hello for hello, after the handshake, absolute
 * @param tick how often a link looks at its clock
 * @param ping how often a ping is sent
 * @param readIdle after how long without a byte a peer is given up
 * @param unread after how long a protocol that leaves messages waiting is given up
 * @param write how long a writer waits for room
 * @param grace how long protocols may go on after being told that the link closes, before they are
 *     interrupted; and again before they are reported
 * @param pongGap the least time between two pongs
 */
public record Timing(
        Duration handshake,
        Duration hello,
        Duration tick,
        Duration ping,
        Duration readIdle,
        Duration unread,
        Duration write,
        Duration grace,
        Duration pongGap) {

    /** What a node on the network uses. */
    public static final Timing DEFAULT =
            new Timing(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(50));
}
