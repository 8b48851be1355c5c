package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

@Timeout(60)
class MessagePipeTest {
    private static final Capability ECHO = new Capability("echo", 1);
    private static final Duration LONG = Duration.ofSeconds(50);

    private final MessagePipe pipe = MessagePipe.create(ECHO, 4, 1000);
    private final MessageChannel first = pipe.first();
    private final MessageChannel second = pipe.second();

    @AfterEach
    void closePipe() {
        pipe.close();
    }

    @Test
    void deliversInOrderBothWays() throws Exception {
        first.write(0, new byte[] {1});
        first.write(3, new byte[0]);
        second.write(2, new byte[] {7, 8});

        Message one = second.read();
        assertEquals(0, one.code());
        assertArrayEquals(new byte[] {1}, one.payload());
        Message two = second.read(Duration.ZERO);
        assertEquals(3, two.code());
        assertEquals(0, two.payload().length);
        assertArrayEquals(new byte[] {7, 8}, first.read(LONG).payload());
    }

    @Test
    void takesItsNumbersFromTheProtocolOnce() throws Exception {
        Protocol once =
                new Protocol() {
                    private final Set<String> asked = ConcurrentHashMap.newKeySet();

                    private <T> T once(String getter, T value) {
                        assertTrue(asked.add(getter), getter + " was read twice");
                        return value;
                    }

                    @Override
                    public String name() {
                        return once("name", "note");
                    }

                    @Override
                    public int version() {
                        return once("version", 9);
                    }

                    @Override
                    public int length() {
                        return once("length", 2);
                    }

                    @Override
                    public int maxPayload() {
                        return once("maxPayload", 5);
                    }

                    @Override
                    public void run(Peer peer, MessageChannel channel) {
                        throw new UnsupportedOperationException("only its numbers matter here");
                    }
                };
        try (MessagePipe own = MessagePipe.create(once)) {
            assertEquals(new Capability("note", 9), own.first().capability());
            assertEquals(new Capability("note", 9), own.second().capability());
            own.first().write(1, new byte[5]);
            assertThrows(IllegalArgumentException.class, () -> own.first().write(2, new byte[5]));
            assertThrows(IllegalArgumentException.class, () -> own.first().write(1, new byte[6]));
        }
    }

    @Test
    void letsTheWriterReuseItsArrayAndTheReaderOwnItsOwn() throws Exception {
        byte[] reused = {1};
        first.write(0, reused);
        reused[0] = 2;
        assertTrue(first.tryWrite(0, reused));
        reused[0] = 3;
        assertArrayEquals(new byte[] {1}, second.read().payload());
        assertArrayEquals(new byte[] {2}, second.read().payload());
    }

    @Test
    void stampsMessagesWithItsClock() throws Exception {
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        try (MessagePipe own = MessagePipe.builder(ECHO, 1, 1).receivedAt(() -> then).build()) {
            own.first().write(0, new byte[0]);
            assertEquals(then, own.second().read().receivedAt());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, 5, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesCodesBeyondTheLengthAndStaysOpen(int code) throws Exception {
        assertThrows(IllegalArgumentException.class, () -> first.write(code, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> first.tryWrite(code, new byte[0]));
        first.write(3, new byte[0]);
        assertEquals(3, second.read().code());
        assertEquals(0, pipe.queuedForSecond());
    }

    @Test
    void refusesPayloadsOverTheMaximumAndStaysOpen() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> first.write(0, new byte[1001]));
        assertThrows(IllegalArgumentException.class, () -> first.tryWrite(0, new byte[1001]));
        first.write(0, new byte[1000]);
        assertEquals(1000, second.read().payload().length);
    }

    @Test
    void refusesPayloadsThatNoLinkCanCarry() throws Exception {
        try (MessagePipe wide = MessagePipe.create(ECHO, 1, 0xFFFFFF)) {
            byte[] tooLarge = new byte[Message.MAX_PAYLOAD + 1];
            assertThrows(IllegalArgumentException.class, () -> wide.first().write(0, tooLarge));
            wide.first().write(0, new byte[Message.MAX_PAYLOAD]);
            assertEquals(Message.MAX_PAYLOAD, wide.second().read().payload().length);
        }
    }

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

    @Test
    void closingLetsWhatIsQueuedBeReadBeforeTheEnd() throws Exception {
        first.write(0, new byte[0]);
        first.write(1, new byte[0]);
        pipe.close();
        pipe.close();
        assertEquals(0, second.read().code());
        assertEquals(1, second.read(Duration.ZERO).code());
        assertThrows(EOFException.class, second::read);
        assertThrows(EOFException.class, () -> second.read(LONG));
        assertThrows(EOFException.class, () -> second.read(Duration.ZERO));
        assertThrows(EOFException.class, first::read);
    }

    @Test
    void closingRefusesFurtherWrites() throws Exception {
        pipe.close();
        for (MessageChannel end : new MessageChannel[] {first, second}) {
            assertThrows(EOFException.class, () -> end.write(0, new byte[0]));
            assertFalse(end.tryWrite(0, new byte[0]));
            assertThrows(IllegalArgumentException.class, () -> end.write(9, new byte[0]));
        }
    }

    @Test
    void closingWakesReadersAndWriters() throws Exception {
        MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(1, 1000).build();
        Background<Message> reader = new Background<>(narrow.first()::read);
        Background<Message> patient = new Background<>(() -> narrow.first().read(LONG));
        narrow.first().write(0, new byte[0]);
        Background<Void> writer = write(narrow.first(), 1, 0);
        reader.awaitBlocked();
        patient.awaitBlocked();
        writer.awaitBlocked();

        narrow.close();

        assertInstanceOf(EOFException.class, reader.failure());
        assertInstanceOf(EOFException.class, patient.failure());
        assertInstanceOf(EOFException.class, writer.failure());
        assertEquals(0, narrow.second().read().code());
        assertThrows(EOFException.class, () -> narrow.second().read());
    }

    @Test
    void anInterruptedReaderLosesNothing() throws Exception {
        Background<Message> reader = new Background<>(first::read);
        reader.awaitBlocked();
        reader.interrupt();
        assertInstanceOf(InterruptedException.class, reader.failure());
        second.write(2, new byte[0]);
        assertEquals(2, first.read().code());

        second.write(3, new byte[0]);
        Background<Message> interruptedBefore =
                new Background<>(
                        () -> {
                            Thread.currentThread().interrupt();
                            return first.read();
                        });
        assertEquals(3, interruptedBefore.result().code(), "there was nothing to wait for");
    }

    @Test
    void anInterruptedWriterHasSentNothing() throws Exception {
        try (MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(1, 1000).build()) {
            narrow.first().write(0, new byte[0]);
            Background<Void> writer = write(narrow.first(), 1, 0);
            writer.awaitBlocked();
            writer.interrupt();
            assertInstanceOf(InterruptedException.class, writer.failure());
            narrow.second().read();
            assertThrows(TimeoutException.class, () -> narrow.second().read(Duration.ZERO));
        }
    }

    @Test
    void endingTheReadingLeavesWritingOpen() throws Exception {
        second.write(0, new byte[0]);
        pipe.endReadingOfFirst();
        second.write(1, new byte[0]);
        assertTrue(second.tryWrite(1, new byte[0]));

        assertEquals(0, first.read().code());
        assertThrows(EOFException.class, first::read);
        first.write(3, new byte[] {42});
        assertArrayEquals(new byte[] {42}, second.read().payload());
        pipe.close();
        assertThrows(EOFException.class, () -> second.write(1, new byte[0]));
    }

    @Test
    void endingTheReadingReleasesBlockedWritersOfTheOtherEnd() throws Exception {
        try (MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(1, 1000).build()) {
            narrow.second().write(0, new byte[0]);
            Background<Void> writer = write(narrow.second(), 1, 0);
            writer.awaitBlocked();
            narrow.endReadingOfFirst();
            writer.result();
            assertEquals(0, narrow.first().read().code());
            assertThrows(EOFException.class, () -> narrow.first().read());
        }
    }

    @Test
    void givesEachMessageToOneOfManyReadersAndKeepsTheOrderOfEachWriter() throws Exception {
        int messages = 500;
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(3, 10).build();
        Callable<Void> reading =
                () -> {
                    int[] last = {-1, -1};
                    for (Message next; (next = nextOrNull(narrow.second())) != null; ) {
                        int number = ((next.payload()[0] & 0xFF) << 8) | (next.payload()[1] & 0xFF);
                        assertTrue(number > last[next.code()], "out of order");
                        last[next.code()] = number;
                        assertTrue(seen.add(next.code() * messages + number), "read twice");
                    }
                    return null;
                };
        Background<Void> reader1 = new Background<>(reading);
        Background<Void> reader2 = new Background<>(reading);
        Background<Void> writer1 = new Background<>(() -> writeAll(narrow, 0, messages));
        Background<Void> writer2 = new Background<>(() -> writeAll(narrow, 1, messages));
        writer1.result();
        writer2.result();
        narrow.close();
        reader1.result();
        reader2.result();
        assertEquals(2 * messages, seen.size());
    }

    @Test
    void refusesNumbersThatNoProtocolHas() {
        assertThrows(IllegalArgumentException.class, () -> MessagePipe.create(ECHO, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> MessagePipe.create(ECHO, 1, -1));
        MessagePipe.Builder builder = MessagePipe.builder(ECHO, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> builder.capacity(0, 1));
        assertThrows(IllegalArgumentException.class, () -> builder.capacity(1, 0));
    }

    private static Message nextOrNull(MessageChannel channel) throws Exception {
        try {
            return channel.read();
        } catch (EOFException end) {
            return null;
        }
    }

    private static Void writeAll(MessagePipe pipe, int code, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            pipe.first().write(code, new byte[] {(byte) (i >> 8), (byte) i});
        }
        return null;
    }

    private static Background<Void> write(MessageChannel channel, int code, int size) {
        return Background.write(channel, code, size);
    }
}
