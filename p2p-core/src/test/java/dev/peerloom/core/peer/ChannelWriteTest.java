package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.PeerEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writing to a channel. */
class ChannelWriteTest {
    private static final int CODE = LinkHarness.FIRST;
    private static final int PONG = 3;
    private static final int LARGE = 5 << 20;

    private static Script handsOff(int maxPayload) {
        return new Script(
                "tst", 1, 8, maxPayload, (peer, channel) -> new CountDownLatch(1).await());
    }

    private static LinkHarness start(Timing timing) {
        return LinkHarness.start(timing, true, handsOff(0xFFFFFF));
    }

    private static LinkHarness start() {
        Timing brief = LinkHarness.shortTiming();
        return start(
                new Timing(
                        brief.handshake(),
                        brief.hello(),
                        brief.tick(),
                        brief.ping(),
                        brief.readIdle(),
                        brief.unread(),
                        Timing.DEFAULT.write(),
                        brief.grace(),
                        brief.pongGap()));
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Runs a write in a thread of its own; completes with how it ended. */
    private static CompletableFuture<Throwable> writing(Thread[] thread, WriteCall call) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        thread[0] =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        call.write();
                                        end.complete(new Done());
                                    } catch (Throwable failure) {
                                        end.complete(failure);
                                    }
                                });
        return end;
    }

    private interface WriteCall {
        void write() throws Exception;
    }

    private static final class Done extends Exception {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void aCodeThatTheProtocolDoesNotHaveIsRefusedAndTheLinkStays(int code) throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            assertThrows(IllegalArgumentException.class, () -> channel.write(code, new byte[1]));
            assertThrows(IllegalArgumentException.class, () -> channel.tryWrite(code, new byte[1]));
            channel.write(7, new byte[] {7});
            assertArrayEquals(new byte[] {7}, harness.remote.expect(CODE + 7));
            assertFalse(harness.link.isClosing());
        }
    }

    @Test
    void aPayloadOverTheProtocolsLimitIsRefusedAndTheLinkStays() throws Exception {
        try (LinkHarness harness =
                LinkHarness.start(LinkHarness.shortTiming(), true, handsOff(100))) {
            MessageChannel channel = harness.channel();
            assertThrows(IllegalArgumentException.class, () -> channel.write(0, new byte[101]));
            assertThrows(IllegalArgumentException.class, () -> channel.tryWrite(0, new byte[101]));
            channel.write(0, new byte[100]);
            assertEquals(100, harness.remote.expect(CODE).length);
            assertFalse(harness.link.isClosing());
        }
    }

    @Test
    void theLargestPayloadFitsWhateverItContains() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            byte[] largest = random(Message.MAX_PAYLOAD, 1);
            channel.write(7, largest);
            assertArrayEquals(largest, harness.remote.expect(CODE + 7));
            byte[] more = new byte[Message.MAX_PAYLOAD + 1];
            assertThrows(IllegalArgumentException.class, () -> channel.write(0, more));
        }
    }

    @Test
    void onAClosedLinkWriteThrowsEofAndTryWriteSendsNothing() {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            harness.link.disconnect(DisconnectReason.REQUESTED, "test");
            assertThrows(EOFException.class, () -> channel.write(0, new byte[1]));
            assertFalse(channel.tryWrite(0, new byte[1]));
            harness.remote.expectDisconnect(0x00);
            harness.remote.expectNothing();
        }
    }

    @Test
    void aWriterWaitsWhileTheSocketTakesNothingAndGoesOnWhenItDoes() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            harness.connection.takeOnly(0);
            byte[] payload = random(10_000, 2);
            Thread[] writer = new Thread[1];
            CompletableFuture<Throwable> end =
                    writing(
                            writer,
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    channel.write(0, payload);
                                }
                            });
            await().until(() -> writer[0].getState() == Thread.State.TIMED_WAITING);
            assertTrue(harness.connection.waiting() < 400_000, "as much is queued as is allowed");
            assertFalse(channel.tryWrite(0, payload), "the link is full");
            assertFalse(end.isDone());
            harness.connection.takeAll();
            assertTrue(end.get(20, TimeUnit.SECONDS) instanceof Done);
            for (int i = 0; i < 100; i++) {
                assertArrayEquals(payload, harness.remote.expect(CODE));
            }
        }
    }

    @Test
    void aPeerThatTakesNothingForTheWriteLimitIsGivenUp() throws Exception {
        try (LinkHarness harness = start(LinkHarness.shortTiming())) {
            MessageChannel channel = harness.channel();
            harness.connection.takeOnly(0);
            Thread[] writer = new Thread[1];
            CompletableFuture<Throwable> end =
                    writing(
                            writer,
                            () -> {
                                for (; ; ) {
                                    channel.write(0, random(10_000, 3));
                                }
                            });
            assertTrue(end.get(20, TimeUnit.SECONDS) instanceof EOFException);
            PeerEvent.Disconnected closed = harness.end();
            assertEquals(0x01, closed.code());
            assertFalse(closed.byRemote());
        }
    }

    @Test
    void aWriterInTheMiddleOfALargeMessageIsFreedByTheWriteLimit() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            harness.connection.takeOnly(0);
            Thread[] writer = new Thread[1];
            CompletableFuture<Throwable> end =
                    writing(writer, () -> channel.write(0, random(LARGE, 4)));
            await().until(() -> writer[0].getState() == Thread.State.WAITING);
            for (int i = 0; i < 4; i++) {
                harness.remote.send(PONG, (byte) 0xC0);
                harness.advance(Duration.ofSeconds(5));
            }
            assertTrue(end.get(20, TimeUnit.SECONDS) instanceof EOFException);
            assertTrue(harness.end().detail().contains("took nothing for 20 s"));
        }
    }

    @Test
    void aPongGoesOutAfterTheLargeMessageAndNobodyWaitsForIt() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            harness.connection.takeOnly(0);
            byte[] large = random(LARGE, 5);
            Thread[] writer = new Thread[1];
            CompletableFuture<Throwable> end =
                    writing(
                            writer,
                            () -> {
                                channel.write(0, large);
                                channel.write(1, new byte[] {1});
                            });
            await().until(() -> writer[0].getState() == Thread.State.WAITING);
            harness.remote.send(2, (byte) 0xC0);
            // If the loop's thread waited for the token, this would never return.
            harness.connection.onLoop(() -> {});
            harness.connection.takeAll();
            assertArrayEquals(large, harness.remote.expect(CODE));
            harness.remote.expect(PONG);
            harness.remote.expect(CODE + 1);
            assertTrue(end.get(20, TimeUnit.SECONDS) instanceof Done);
        }
    }

    @Test
    void tryWriteOfALargeMessageDoesNotWaitForTheSocket() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            harness.connection.takeOnly(0);
            byte[] large = random(LARGE, 6);
            CompletableFuture<Boolean> sent =
                    CompletableFuture.supplyAsync(() -> channel.tryWrite(0, large));
            assertTrue(sent.get(20, TimeUnit.SECONDS));
            assertFalse(channel.tryWrite(0, new byte[1]), "now the link is full");
            harness.connection.takeAll();
            assertArrayEquals(large, harness.remote.expect(CODE));
        }
    }

    @Test
    void aWriterThatIsInterruptedBeforeItsMessageHasSentNothingOfIt() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> channel.write(0, new byte[] {1}));
            channel.write(0, new byte[] {2});
            assertArrayEquals(new byte[] {2}, harness.remote.expect(CODE));
        }
    }

    @Test
    void aWriterThatIsInterruptedInItsMessageSendsAllOfItAndStaysInterrupted() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            harness.connection.takeOnly(0);
            byte[] large = random(LARGE, 7);
            Thread[] writer = new Thread[1];
            CompletableFuture<Throwable> end =
                    writing(
                            writer,
                            () -> {
                                channel.write(0, large);
                                channel.write(0, new byte[1]);
                            });
            await().until(() -> writer[0].getState() == Thread.State.WAITING);
            writer[0].interrupt();
            harness.connection.takeAll();
            assertArrayEquals(large, harness.remote.expect(CODE));
            assertTrue(end.get(20, TimeUnit.SECONDS) instanceof InterruptedException);
            channel.write(0, new byte[] {9});
            assertArrayEquals(new byte[] {9}, harness.remote.expect(CODE));
        }
    }

    @Test
    void tryWriteKeepsTheInterrupt() {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            Thread.currentThread().interrupt();
            assertTrue(channel.tryWrite(0, new byte[] {1}));
            assertTrue(Thread.interrupted());
            harness.remote.expect(CODE);
        }
    }

    @Test
    void aSmallMessageGoesOutThoughNobodyReads() throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            for (int i = 0; i < 20; i++) {
                channel.write(0, new byte[] {(byte) i});
                assertArrayEquals(new byte[] {(byte) i}, harness.remote.expect(CODE));
            }
        }
    }

    @Test
    void theArrayMayBeUsedAgainWhenWriteHasReturned() throws Exception {
        try (LinkHarness harness =
                LinkHarness.start(LinkHarness.shortTiming(), false, handsOff(0xFFFFFF))) {
            MessageChannel channel = harness.channel();
            byte[] payload = new byte[100];
            for (int i = 0; i < 100; i++) {
                Arrays.fill(payload, (byte) i);
                channel.write(0, payload);
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(i, harness.remote.expect(CODE)[99]);
            }
        }
    }

    @Test
    void aMessageIsNotOverwrittenByThatOfAnotherLinkWithTheSameSpareBuffers() throws Exception {
        try (LinkHarness harness = start();
                LinkHarness other = harness.sibling(handsOff(0xFFFFFF))) {
            MessageChannel channel = harness.channel();
            MessageChannel second = other.channel();
            harness.connection.takeOnly(0);
            byte[] filling = random(64_000, 8);
            for (int i = 0; i < 4; i++) {
                channel.write(0, filling);
            }
            byte[] payload = random(1 << 16, 9);
            Thread[] writer = new Thread[1];
            CompletableFuture<Throwable> end = writing(writer, () -> channel.write(1, payload));
            await().until(() -> writer[0].getState() == Thread.State.WAITING);
            second.write(0, random(1 << 16, 10));
            harness.connection.takeAll();
            assertTrue(end.get(20, TimeUnit.SECONDS) instanceof Done);
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(filling, harness.remote.expect(CODE));
            }
            assertArrayEquals(payload, harness.remote.expect(CODE + 1));
        }
    }

    @Test
    void everyThreadsMessagesArriveWholeAndInItsOrder() throws Exception {
        for (int seed = 1; seed <= 3; seed++) {
            writeFromManyThreads(seed, 6, 300);
        }
    }

    private static void writeFromManyThreads(int seed, int threads, int messages) throws Exception {
        try (LinkHarness harness = start()) {
            MessageChannel channel = harness.channel();
            List<CompletableFuture<Throwable>> ends = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int code = t;
                ends.add(
                        writing(
                                new Thread[1],
                                () -> {
                                    Random random = new Random(seed * 100L + code);
                                    for (int i = 0; i < messages; i++) {
                                        byte[] payload = message(random, i);
                                        if (i % 3 > 0 || !channel.tryWrite(code, payload)) {
                                            channel.write(code, payload);
                                        }
                                    }
                                }));
            }
            Random[] expected = new Random[threads];
            int[] next = new int[threads];
            for (int t = 0; t < threads; t++) {
                expected[t] = new Random(seed * 100L + t);
            }
            for (int i = 0; i < threads * messages; i++) {
                RemoteEnd.Got got = harness.remote.next();
                int t = got.code() - CODE;
                assertArrayEquals(message(expected[t], next[t]++), got.payload());
            }
            for (CompletableFuture<Throwable> end : ends) {
                assertTrue(end.get(20, TimeUnit.SECONDS) instanceof Done);
            }
        }
    }

    private static byte[] message(Random random, int number) {
        int size = number % 50 == 0 ? 60_000 + random.nextInt(60_000) : random.nextInt(2_000);
        byte[] payload = new byte[size];
        random.nextBytes(payload);
        return payload;
    }
}
