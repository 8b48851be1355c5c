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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a protocol may rely on in its channel, checked against the pipe and against a link of two
 * nodes: what holds in a test must hold in the node, and the other way round.
 */
@Timeout(60)
abstract class MessageChannelContract {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final int LARGE = 60_000;
    private static final byte[] NOTHING = new byte[0];

    private ChannelLink link;
    private MessageChannel ours;
    private MessageChannel theirs;

    abstract ChannelLink open() throws Exception;

    @BeforeEach
    void openLink() throws Exception {
        link = open();
        ours = link.ours();
        theirs = link.theirs();
    }

    @AfterEach
    void closeLink() {
        link.close();
    }

    @Test
    void bothSidesKnowWhatTheySpeak() {
        assertEquals(new Capability("held", 3), ours.capability());
        assertEquals(ours.capability(), theirs.capability());
    }

    @Test
    void messagesOfAnySizeArriveInOrderBothWays() throws Exception {
        Random random = new Random(7);
        int[] sizes = {0, 1, 55, 56, 1000, 70_000, ChannelLink.MAX_PAYLOAD};
        for (MessageChannel[] way : new MessageChannel[][] {{ours, theirs}, {theirs, ours}}) {
            for (int i = 0; i < sizes.length; i++) {
                byte[] payload = new byte[sizes[i]];
                random.nextBytes(payload);
                way[0].write(i % ChannelLink.LENGTH, payload);
                Message message = way[1].read();
                assertEquals(i % ChannelLink.LENGTH, message.code());
                assertArrayEquals(payload, message.payload());
            }
            for (int i = 0; i < 50; i++) {
                way[0].write(0, new byte[] {(byte) i});
            }
            for (int i = 0; i < 50; i++) {
                assertEquals(i, way[1].read(LONG).payload()[0]);
            }
        }
    }

    @Test
    void theWriterMayReuseItsArrayAndTheReaderOwnsIts() throws Exception {
        byte[] reused = {1};
        ours.write(0, reused);
        reused[0] = 2;
        assertTrue(ours.tryWrite(0, reused));
        reused[0] = 3;
        Message first = theirs.read();
        assertArrayEquals(new byte[] {1}, first.payload());
        first.payload()[0] = 9;
        assertArrayEquals(new byte[] {2}, theirs.read().payload());
    }

    @Test
    void aReadWithoutPatiencePolls() throws Exception {
        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            assertThrows(TimeoutException.class, () -> ours.read(none));
        }
        theirs.write(0, NOTHING);
        theirs.write(1, NOTHING);
        theirs.write(2, NOTHING);
        ours.read();
        ours.read(Duration.ofSeconds(Long.MAX_VALUE));
        while (true) {
            try {
                assertEquals(2, ours.read(Duration.ZERO).code());
                return;
            } catch (TimeoutException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aReadThatTimedOutLosesNothing() throws Exception {
        assertThrows(TimeoutException.class, () -> ours.read(Duration.ofMillis(1)));
        theirs.write(3, NOTHING);
        assertEquals(3, ours.read(LONG).code());
    }

    @Test
    void messagesThatBreakTheLimitsAreRefusedAndTheLinkStays() throws Exception {
        for (int code : new int[] {-1, ChannelLink.LENGTH, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertEquals(
                    "held/3 has message codes 0 to 3, not " + code,
                    assertThrows(IllegalArgumentException.class, () -> ours.write(code, NOTHING))
                            .getMessage());
            assertThrows(IllegalArgumentException.class, () -> ours.tryWrite(code, NOTHING));
        }
        byte[] tooLarge = new byte[ChannelLink.MAX_PAYLOAD + 1];
        assertEquals(
                "a payload of held/3 has at most 1048576 bytes, not 1048577",
                assertThrows(IllegalArgumentException.class, () -> ours.write(0, tooLarge))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> ours.tryWrite(0, tooLarge));
        assertThrows(NullPointerException.class, () -> ours.write(0, null));
        ours.write(3, NOTHING);
        assertEquals(3, theirs.read().code());
    }

    @Test
    void whatIsQueuedComesBeforeTheEnd() throws Exception {
        for (int i = 0; i < 3; i++) {
            theirs.write(i, NOTHING);
        }
        link.disconnectByRemote();
        assertEquals(0, ours.read().code());
        assertEquals(1, ours.read(LONG).code());
        assertEquals(2, ours.read(LONG).code());
        assertThrows(EOFException.class, ours::read);
        assertThrows(EOFException.class, () -> ours.read(LONG));
        assertThrows(EOFException.class, () -> ours.read(Duration.ZERO));
    }

    @Test
    void whatWasWrittenBeforeDisconnectingStillGoesOut() throws Exception {
        ours.write(1, new byte[] {5});
        link.disconnect();
        assertArrayEquals(new byte[] {5}, theirs.read().payload());
        assertThrows(EOFException.class, theirs::read);
    }

    @Test
    void aClosedChannelRefusesToWrite() {
        link.disconnect();
        assertThrows(EOFException.class, () -> ours.write(0, NOTHING));
        assertFalse(ours.tryWrite(0, NOTHING));
        assertThrows(IllegalArgumentException.class, () -> ours.write(9, NOTHING));
        assertThrows(IllegalArgumentException.class, () -> ours.tryWrite(9, NOTHING));
        assertThrows(EOFException.class, ours::read);
    }

    /** A loop that catches IOException and goes on kept a processor busy, and starved others. */
    @Test
    void whoAsksAgainAndAgainAfterTheEndIsSlowedDownAndEndsByInterrupt() {
        link.disconnectByRemote();
        // Until our side has heard of it, a write still goes out.
        assertThrows(EOFException.class, ours::read);
        Background<Message> reader = new Background<>(() -> againAndAgain(ours::read));
        Background<Message> writer =
                new Background<>(
                        () ->
                                againAndAgain(
                                        () -> {
                                            ours.write(0, NOTHING);
                                            throw new IllegalStateException("written");
                                        }));
        reader.awaitBlocked();
        writer.awaitBlocked();
        reader.interrupt();
        writer.interrupt();
        assertInstanceOf(InterruptedException.class, reader.failure());
        assertInstanceOf(InterruptedException.class, writer.failure());
    }

    private static Message againAndAgain(Callable<Message> what) throws Exception {
        while (true) {
            try {
                return what.call();
            } catch (IOException endIsIgnored) {
                // As in a protocol with this flaw.
            }
        }
    }

    @Test
    void closingWakesReaders() {
        Background<Message> reader = new Background<>(ours::read);
        Background<Message> patient = new Background<>(() -> ours.read(LONG));
        reader.awaitBlocked();
        patient.awaitBlocked();
        link.disconnectByRemote();
        assertInstanceOf(EOFException.class, reader.failure());
        assertInstanceOf(EOFException.class, patient.failure());
    }

    @Test
    void aFullLinkBlocksItsWriterUntilItCloses() {
        AtomicInteger written = new AtomicInteger();
        Background<Integer> writer = new Background<>(() -> writeMuch(written, 10_000));
        writer.awaitBlocked();
        link.disconnect();
        assertInstanceOf(EOFException.class, writer.failure());
        assertTrue(written.get() < 10_000);
    }

    @Test
    void aFullLinkGoesOnWhenTheOtherSideReads() throws Exception {
        Background<Integer> writer = new Background<>(() -> writeMuch(new AtomicInteger(), 300));
        writer.awaitBlocked();
        for (int i = 0; i < 300; i++) {
            assertEquals((byte) i, theirs.read(LONG).payload()[0]);
        }
        assertEquals(300, writer.result());
    }

    @Test
    void aFullLinkTakesNothingThatMustNotWait() {
        int taken = 0;
        while (ours.tryWrite(0, new byte[LARGE])) {
            taken++;
        }
        assertTrue(taken > 0);
        link.disconnect();
        assertFalse(ours.tryWrite(0, new byte[LARGE]));
    }

    @Test
    void anInterruptedWriterHasSentWholeMessagesOrNothing() throws Exception {
        AtomicInteger written = new AtomicInteger();
        Background<Integer> writer = new Background<>(() -> writeMuch(written, 10_000));
        writer.awaitBlocked();
        writer.interrupt();
        assertInstanceOf(InterruptedException.class, writer.failure());
        for (int i = 0; i < written.get(); i++) {
            assertEquals(LARGE, theirs.read(LONG).payload().length);
        }
        ours.write(2, NOTHING);
        assertEquals(2, theirs.read(LONG).code(), "the interrupted message must not come");
    }

    private int writeMuch(AtomicInteger written, int messages) throws Exception {
        byte[] payload = new byte[LARGE];
        new Random(9).nextBytes(payload); // which a node cannot compress
        for (int i = 0; i < messages; i++) {
            payload[0] = (byte) i;
            ours.write(0, payload);
            written.incrementAndGet();
        }
        return written.get();
    }

    @Test
    void anInterruptedReaderLosesNothing() throws Exception {
        Background<Message> reader = new Background<>(ours::read);
        reader.awaitBlocked();
        reader.interrupt();
        assertInstanceOf(InterruptedException.class, reader.failure());
        theirs.write(2, NOTHING);
        assertEquals(2, ours.read().code());
    }

    @Test
    void anInterruptedThreadStillReadsWhatIsThere() throws Exception {
        theirs.write(0, NOTHING);
        theirs.write(1, NOTHING);
        ours.read();
        link.disconnectByRemote();
        Background<Message> reader =
                new Background<>(
                        () -> {
                            awaitEnd();
                            Thread.currentThread().interrupt();
                            return ours.read();
                        });
        assertEquals(1, reader.result().code());
    }

    @Test
    void anInterruptedThreadWritesNothing() throws Exception {
        Background<Void> writer =
                new Background<>(
                        () -> {
                            Thread.currentThread().interrupt();
                            ours.write(1, NOTHING);
                            return null;
                        });
        assertInstanceOf(InterruptedException.class, writer.failure());
        ours.write(2, NOTHING);
        assertEquals(2, theirs.read().code());
    }

    /** Once a channel refuses to write, everything that came before the end is there. */
    private void awaitEnd() {
        while (ours.tryWrite(0, NOTHING)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void eachMessageGoesToOneReaderAndKeepsTheOrderOfItsWriter() throws Exception {
        int messages = 300;
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        Background<Void> one = new Background<>(() -> readAll(seen));
        Background<Void> two = new Background<>(() -> readAll(seen));
        Background<Void> zero = new Background<>(() -> writeAll(0, messages));
        Background<Void> first = new Background<>(() -> writeAll(1, messages));
        zero.result();
        first.result();
        link.disconnect();
        one.result();
        two.result();
        assertEquals(2 * messages, seen.size());
    }

    private Void readAll(Set<Integer> seen) throws Exception {
        int[] last = {-1, -1};
        try {
            while (true) {
                Message next = theirs.read();
                int number = ((next.payload()[0] & 0xFF) << 8) | (next.payload()[1] & 0xFF);
                assertTrue(number > last[next.code()], "out of order");
                last[next.code()] = number;
                assertTrue(seen.add(next.code() << 16 | number), "read twice");
            }
        } catch (EOFException end) {
            return null;
        }
    }

    private Void writeAll(int code, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            ours.write(code, new byte[] {(byte) (i >> 8), (byte) i});
        }
        return null;
    }

    @Test
    void theEndOfRunClosesItsChannelForEveryThread() throws Exception {
        theirs.write(0, NOTHING);
        theirs.write(1, NOTHING);
        ours.read();
        link.endRun();
        assertThrows(EOFException.class, ours::read, "what was queued is gone with the run");
        assertThrows(EOFException.class, () -> ours.write(0, NOTHING));
        assertFalse(ours.tryWrite(0, NOTHING));
        assertThrows(EOFException.class, theirs::read);
    }

    @Test
    void closingInOrderEndsReadingFirstAndLetsAGoodbyeOut() throws Exception {
        Background<Message> reader = new Background<>(ours::read);
        reader.awaitBlocked();
        link.beginClosingInOrder();
        assertInstanceOf(EOFException.class, reader.failure());
        ours.write(3, new byte[] {8});
        assertTrue(ours.tryWrite(3, new byte[] {9}));
        assertArrayEquals(new byte[] {8}, theirs.read().payload());
        assertArrayEquals(new byte[] {9}, theirs.read().payload());
        theirs.tryWrite(0, NOTHING); // is lost
        assertThrows(EOFException.class, ours::read);
        link.endRun();
        assertThrows(EOFException.class, theirs::read);
        assertThrows(EOFException.class, () -> ours.write(3, NOTHING));
    }
}
