package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reading from a channel. */
class ChannelReadTest {
    private static final int CODE = LinkHarness.FIRST;
    private static final Set<Thread.State> ASLEEP =
            EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    /** A run that leaves its channel to the test until the link closes. */
    private static Script handsOff(int maxPayload) {
        return new Script(
                "tst", 1, 8, maxPayload, (peer, channel) -> new CountDownLatch(1).await());
    }

    private static LinkHarness channelOnly() {
        return LinkHarness.start(LinkHarness.shortTiming(), true, handsOff(0xFFFFFF));
    }

    @Test
    void whatIsQueuedComesBeforeTheEnd() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            harness.remote.sendBytes(
                    RemoteEnd.join(
                            harness.remote.encode(CODE, (byte) 1),
                            harness.remote.encode(CODE + 1, (byte) 2),
                            harness.remote.encode(1, (byte) 0xC1, (byte) 5)));
            harness.remote.expect(RemoteEnd.END);
            assertEquals(1, channel.read().payload()[0]);
            assertEquals(1, channel.read(Duration.ofSeconds(10)).code());
            assertThrows(EOFException.class, channel::read);
            assertThrows(EOFException.class, () -> channel.read(Duration.ofSeconds(10)));
            assertThrows(EOFException.class, () -> channel.read(Duration.ZERO));
        }
    }

    @Test
    void aTimeoutOfZeroOrLessPolls() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            for (Duration timeout :
                    List.of(
                            Duration.ZERO,
                            Duration.ofNanos(-1),
                            Duration.ofNanos(Long.MIN_VALUE),
                            Duration.ofSeconds(Long.MIN_VALUE))) {
                assertThrows(TimeoutException.class, () -> channel.read(timeout));
                harness.remote.send(CODE, (byte) 9);
                harness.connection.onLoop(() -> {});
                assertEquals(9, channel.read(timeout).payload()[0]);
            }
        }
    }

    @Test
    void aTimeoutThatNeverComesIsLegal() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            harness.remote.send(CODE, (byte) 9);
            assertEquals(9, channel.read(Duration.ofSeconds(Long.MAX_VALUE)).payload()[0]);
        }
    }

    @Test
    void aReaderWithoutATimeLimitSleepsWithoutATimer() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            BlockingQueue<Integer> got = new LinkedBlockingQueue<>();
            Thread reader =
                    Thread.ofVirtual()
                            .start(() -> readInto(channel, got, new CompletableFuture<>()));
            // Each timed wait of a virtual thread wakes the thread of all timers twice.
            await().until(reader::getState, ASLEEP::contains);
            assertEquals(Thread.State.WAITING, reader.getState());
            harness.remote.send(CODE, (byte) 4);
            assertEquals(4, got.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aReaderWhoseTimeIsUpLosesNothing() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            assertThrows(TimeoutException.class, () -> channel.read(Duration.ofMillis(1)));
            harness.remote.send(CODE, (byte) 3);
            assertEquals(3, channel.read().payload()[0]);
        }
    }

    @Test
    void anInterruptedReaderLosesNothing() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            BlockingQueue<Integer> got = new LinkedBlockingQueue<>();
            for (int round = 0; round < 200; round++) {
                CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
                Thread reader = Thread.ofVirtual().start(() -> readInto(channel, got, interrupted));
                harness.remote.send(CODE, (byte) round);
                reader.interrupt();
                if (interrupted.get(10, TimeUnit.SECONDS)) {
                    got.add(channel.read().payload()[0] & 0xFF);
                }
                assertEquals(round, got.poll(10, TimeUnit.SECONDS));
            }
        }
    }

    private static void readInto(
            MessageChannel channel,
            BlockingQueue<Integer> got,
            CompletableFuture<Boolean> interrupted) {
        try {
            got.add(channel.read().payload()[0] & 0xFF);
            interrupted.complete(false);
        } catch (InterruptedException e) {
            interrupted.complete(true);
        } catch (Exception e) {
            interrupted.completeExceptionally(e);
        }
    }

    @Test
    void twoReadersGetEachMessageOnce() throws Exception {
        int messages = 5_000;
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            ConcurrentLinkedQueue<Integer> got = new ConcurrentLinkedQueue<>();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(Thread.ofVirtual().start(() -> readAll(channel, got)));
            }
            for (int i = 0; i < messages; i++) {
                harness.remote.send(CODE, (byte) (i >>> 8), (byte) i);
            }
            harness.remote.send(1, (byte) 0xC1, (byte) 8);
            for (Thread reader : readers) {
                reader.join();
            }
            assertEquals(messages, got.size());
            assertEquals(messages, got.stream().distinct().count());
        }
    }

    private static void readAll(MessageChannel channel, ConcurrentLinkedQueue<Integer> got) {
        try {
            for (; ; ) {
                byte[] payload = channel.read().payload();
                got.add(((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
            }
        } catch (EOFException e) {
            // All has been read.
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bothWaitingReadersAreWokenByOneBurst() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            BlockingQueue<Integer> got = new LinkedBlockingQueue<>();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                CompletableFuture<Boolean> done = new CompletableFuture<>();
                readers.add(Thread.ofVirtual().start(() -> readInto(channel, got, done)));
            }
            await().until(() -> readers.stream().allMatch(ChannelReadTest::isWaiting));
            harness.remote.sendBytes(
                    RemoteEnd.join(
                            harness.remote.encode(CODE, (byte) 1),
                            harness.remote.encode(CODE, (byte) 2)));
            for (Thread reader : readers) {
                assertTrue(reader.join(Duration.ofSeconds(10)));
            }
            assertEquals(2, got.size());
        }
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void anEmptyPayloadIsLegal() throws Exception {
        for (boolean compressed : new boolean[] {true, false}) {
            try (LinkHarness harness =
                    LinkHarness.start(LinkHarness.shortTiming(), compressed, handsOff(0xFFFFFF))) {
                harness.remote.send(CODE + 7);
                Message message = harness.channel().read();
                assertEquals(7, message.code());
                assertEquals(0, message.payload().length);
            }
        }
    }

    @Test
    void aCorruptSnappyBlockEndsTheLinkInTheReader() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            MessageChannel channel = harness.channel();
            // Says 5 bytes, and holds none.
            harness.remote.sendRaw(CODE, (byte) 5);
            harness.connection.onLoop(() -> {});
            assertFalse(harness.link.isClosing());
            assertThrows(EOFException.class, channel::read);
            harness.remote.expectDisconnect(0x02);
            assertEquals(0x02, harness.end().code());
        }
    }

    @Test
    void aBlockThatDoesNotSayItsLengthEndsTheLinkAtOnce() {
        try (LinkHarness harness = channelOnly()) {
            harness.remote.sendRaw(CODE);
            harness.remote.expectDisconnect(0x02);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 5_000, 0x1000000, Integer.MAX_VALUE})
    void aMessageThatDeclaresMoreThanItsProtocolAllowsIsNotEvenQueued(int declared) {
        try (LinkHarness harness =
                LinkHarness.start(LinkHarness.shortTiming(), true, handsOff(100))) {
            harness.remote.sendRaw(CODE, varint(declared));
            harness.remote.expectDisconnect(0x02);
            assertTrue(harness.end().detail().contains("at most 100"));
        }
    }

    @Test
    void aMessageThatDeclares16MebibytesIsNotEvenQueued() {
        try (LinkHarness harness = channelOnly()) {
            harness.remote.sendRaw(CODE, varint(1 << 24));
            harness.remote.expectDisconnect(0x02);
        }
    }

    @Test
    void anUncompressedMessageOverTheLimitEndsTheLinkAndOneAtTheLimitDoesNot() throws Exception {
        try (LinkHarness harness =
                LinkHarness.start(LinkHarness.shortTiming(), false, handsOff(100))) {
            harness.remote.send(CODE, new byte[100]);
            assertArrayEquals(new byte[100], harness.channel().read().payload());
            harness.remote.send(CODE, new byte[101]);
            harness.remote.expectDisconnect(0x02);
        }
    }

    private static byte[] varint(int value) {
        byte[] out = new byte[5];
        int length = 0;
        for (int rest = value; ; rest >>>= 7) {
            if (rest < 0x80) {
                out[length++] = (byte) rest;
                return Arrays.copyOf(out, length);
            }
            out[length++] = (byte) (rest | 0x80);
        }
    }

    @Test
    void framesThatCameWithTheHelloAreDeliveredFirst() throws Exception {
        Script script = handsOff(0xFFFFFF);
        try (LinkHarness harness = LinkHarness.prepared(LinkHarness.shortTiming(), true, script)) {
            byte[] early = RemoteEnd.join(new byte[] {CODE}, RemoteEnd.pack(new byte[] {1}));
            harness.started(List.of(early));
            harness.remote.send(CODE, (byte) 2);
            MessageChannel channel = harness.channel();
            assertEquals(1, channel.read().payload()[0]);
            assertEquals(2, channel.read().payload()[0]);
        }
    }

    @Test
    void aDisconnectThatCameWithTheHelloIsThePeers() {
        try (LinkHarness harness =
                LinkHarness.prepared(Timing.DEFAULT, true, new Script(Script.UNTIL_EOF))) {
            harness.started(List.of(new byte[] {1, (byte) 0xC1, 4}));
            assertEquals(4, harness.end().code());
        }
    }

    @Test
    void messagesOfOneSegmentHaveTheSameTimeOfArrival() throws Exception {
        try (LinkHarness harness = channelOnly()) {
            harness.remote.sendBytes(
                    RemoteEnd.join(
                            harness.remote.encode(CODE, (byte) 1),
                            harness.remote.encode(CODE, (byte) 2)));
            MessageChannel channel = harness.channel();
            assertEquals(channel.read().receivedAt(), channel.read().receivedAt());
        }
    }
}
