package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.EOFException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** How long a pipe waits, and whom it holds up. */
@Timeout(60)
class PipeTimeTest extends PipeFixture {
    @Test
    void pollsWhenTheTimeoutIsNotPositive() throws Exception {
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            assertThrows(TimeoutException.class, () -> first.read(none));
            second.write(1, new byte[0]);
            assertEquals(1, first.read(none).code());
        }
    }

    @Test
    void theFirstEndTimesOutByTheClockAndThenGoesOn() throws Exception {
        Background<Message> reader = new Background<>(() -> first.read(Duration.ofHours(1)));
        pipe.clock().awaitWaiting(1);
        pipe.clock().advance(Duration.ofMinutes(59));
        assertEquals(1, pipe.clock().waiting());
        pipe.clock().advance(Duration.ofMinutes(1));
        assertInstanceOf(TimeoutException.class, reader.failure());
        second.write(1, new byte[0]);
        assertEquals(1, first.read(Duration.ofSeconds(Long.MAX_VALUE)).code());
        assertEquals(0, pipe.clock().waiting());
    }

    @Test
    void theSecondEndTimesOutInRealTime() {
        assertThrows(TimeoutException.class, () -> second.read(Duration.ofMillis(1)));
        assertEquals(Duration.ZERO, pipe.clock().elapsed());
    }

    @Test
    void bothEndsMayGoByTheClockOrByRealTime() throws Exception {
        ManualClock clock = ManualClock.create();
        try (MessagePipe shared =
                        MessagePipe.builder(ECHO, 4, 1000).clock(clock).bothEndsByClock().build();
                MessagePipe real = MessagePipe.builder(ECHO, 4, 1000).realTime().build()) {
            Background<Message> reader = new Background<>(() -> shared.second().read(LONG));
            clock.awaitWaiting(1);
            clock.advance(LONG);
            assertInstanceOf(TimeoutException.class, reader.failure());
            assertThrows(TimeoutException.class, () -> real.first().read(Duration.ofMillis(1)));
            assertThrows(IllegalStateException.class, real::clock);
        }
    }

    @Test
    void aWriterIsGivenUpWhenTheOtherEndTakesNothingFor20Seconds() throws Exception {
        pipe.capacity(1, 1000);
        first.write(0, new byte[0]);
        Background<Void> writer = write(first, 1, 0);
        pipe.clock().awaitWaiting(1);
        pipe.clock().advance(Duration.ofSeconds(20).minusNanos(1));
        assertEquals(1, pipe.clock().waiting());
        pipe.clock().advance(Duration.ofNanos(1));
        assertInstanceOf(EOFException.class, writer.failure());
        assertEquals(0, second.read().code());
        assertThrows(EOFException.class, second::read);
        assertThrows(EOFException.class, first::read);
    }

    @Test
    void messagesLeftUnreadFor30SecondsEndTheLink() throws Exception {
        second.write(0, new byte[0]);
        second.write(0, new byte[0]);
        pipe.clock().advance(Duration.ofSeconds(29));
        first.read(); // the time counts from the last one read
        pipe.clock().advance(Duration.ofSeconds(29));
        first.write(1, new byte[0]);
        pipe.clock().advance(Duration.ofSeconds(1));
        assertThrows(EOFException.class, () -> first.write(1, new byte[0]));
    }

    @Test
    void anEmptyInboxOrOneOfTheTestsEndIsUnreadForEver() throws Exception {
        second.write(0, new byte[0]);
        first.read();
        first.write(0, new byte[0]);
        pipe.clock().advance(Duration.ofHours(1));
        first.write(1, new byte[0]);
        assertEquals(0, second.read().code());
    }

    @Test
    void blocksTheWriterWhileTooManyMessagesWait() throws Exception {
        try (MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(2, 1000).build()) {
            assertTrue(narrow.first().tryWrite(0, new byte[0]));
            assertTrue(narrow.first().tryWrite(1, new byte[0]));
            assertFalse(narrow.first().tryWrite(2, new byte[0]));
            Background<Void> writer = write(narrow.first(), 3, 0);
            writer.awaitBlocked();
            assertEquals(2, narrow.queuedForSecond());

            assertEquals(0, narrow.second().read().code());
            writer.result();
            assertEquals(1, narrow.second().read().code());
            assertEquals(3, narrow.second().read().code());
        }
    }

    @Test
    void blocksTheWriterWhileTooManyBytesWaitButTakesOneMessageOfAnySize() throws Exception {
        try (MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(100, 600).build()) {
            assertTrue(narrow.first().tryWrite(0, new byte[1000]));
            assertFalse(narrow.first().tryWrite(1, new byte[0]));
            narrow.second().read();
            assertTrue(narrow.first().tryWrite(1, new byte[300]));
            assertTrue(narrow.first().tryWrite(2, new byte[300]));
            assertFalse(narrow.first().tryWrite(3, new byte[1]));
            assertEquals(0, narrow.queuedForFirst(), "directions do not share their limit");
        }
    }
}
