package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.rlp.RlpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** What the end of a run() does to its link. */
class RunEndsLinkTest {
    @Test
    void aProtocolThatReturnsClosesTheLinkWithClientQuitting() {
        try (LinkHarness harness = LinkHarness.start((peer, channel) -> {})) {
            harness.remote.expectDisconnect(0x08);
            PeerEvent.Disconnected end = harness.end();
            assertEquals(0x08, end.code());
            assertFalse(end.byRemote());
            assertTrue(end.detail().contains("tst/1"), end.detail());
        }
    }

    static Stream<Arguments> failures() {
        DisconnectException useless =
                new DisconnectException(DisconnectReason.USELESS_PEER, "wrong genesis");
        return Stream.of(
                Arguments.of(useless, 0x03),
                Arguments.of(new IllegalStateException(new IOException(useless)), 0x03),
                Arguments.of(new RlpException("two bytes too many"), 0x02),
                Arguments.of(new IllegalStateException("a bug"), 0x10),
                Arguments.of(new StackOverflowError(), 0x10),
                Arguments.of(new AssertionError("never"), 0x10),
                Arguments.of(new NoClassDefFoundError("missing.Type"), 0x10),
                Arguments.of(new EOFException("of some file"), 0x10),
                Arguments.of(new InterruptedException(), 0x10));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aProtocolThatFailsClosesTheLinkWithTheReasonOfItsFailure(Throwable failure, int code) {
        try (LinkHarness harness = LinkHarness.start((peer, channel) -> raise(failure))) {
            harness.remote.expectDisconnect(code);
            assertEquals(code, harness.end().code());
        }
    }

    private static void raise(Throwable failure) throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (Exception) failure;
    }

    @Test
    void aRunThatRecursesWithoutEndHurtsItsLinkOnly() {
        try (LinkHarness harness = LinkHarness.start((peer, channel) -> recurse(1))) {
            harness.remote.expectDisconnect(0x10);
            assertEquals(0x10, harness.end().code());
        }
    }

    private static int recurse(int depth) {
        return depth < 0 ? 0 : recurse(depth + 1) + depth;
    }

    @Test
    void theFirstOfTwoEndsIsTheOneThatThePeerIsTold() {
        CountDownLatch closing = new CountDownLatch(1);
        try (LinkHarness harness =
                LinkHarness.start(
                        (peer, channel) -> {
                            peer.disconnect(DisconnectReason.TOO_MANY_PEERS, "first");
                            peer.disconnect(DisconnectReason.REQUESTED, "second");
                            closing.countDown();
                            throw new IllegalStateException("third");
                        })) {
            harness.remote.expectDisconnect(0x04);
            PeerEvent.Disconnected end = harness.end();
            assertEquals(0x04, end.code());
            assertEquals("first", end.detail());
        }
    }

    @Test
    void theEndOfOneProtocolEndsTheOthersWithEof() {
        CountDownLatch eof = new CountDownLatch(1);
        Script waiting =
                new Script(
                        "aaa",
                        (peer, channel) -> {
                            assertThrows(EOFException.class, channel::read);
                            eof.countDown();
                        });
        Script failing =
                new Script(
                        "bbb",
                        (peer, channel) -> {
                            channel.read();
                            throw new RlpException("bad");
                        });
        try (LinkHarness harness = LinkHarness.start(waiting, failing)) {
            harness.remote.send(LinkHarness.FIRST + 8);
            harness.remote.expectDisconnect(0x02);
            assertEquals(0x02, harness.end().code());
            assertEquals(0, eof.getCount());
        }
    }

    @Test
    void afterRunHasReturnedItsChannelIsClosedForEveryThread() throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        Script leaving = new Script("aaa", (peer, channel) -> channel.read());
        // The second protocol keeps the link from being gone.
        Script staying = new Script("bbb", (peer, channel) -> other.await());
        try (LinkHarness harness = LinkHarness.start(leaving, staying)) {
            MessageChannel channel = leaving.channel();
            harness.remote.sendBytes(
                    RemoteEnd.join(
                            harness.remote.encode(LinkHarness.FIRST, (byte) 1),
                            harness.remote.encode(LinkHarness.FIRST, (byte) 2)));
            harness.remote.expectDisconnect(0x08);
            assertThrows(EOFException.class, channel::read);
            assertThrows(EOFException.class, () -> channel.write(0, new byte[1]));
            assertFalse(channel.tryWrite(0, new byte[1]));
            other.countDown();
            assertEquals(0x08, harness.end().code());
        }
    }

    @Test
    void aThreadThatReadsIsWokenWhenRunHasReturned() throws Exception {
        CountDownLatch woken = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Script script = new Script((peer, channel) -> leave.await());
        try (LinkHarness harness = LinkHarness.start(script)) {
            MessageChannel channel = script.channel();
            Thread reader =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        assertThrows(EOFException.class, channel::read);
                                        woken.countDown();
                                    });
            leave.countDown();
            reader.join();
            assertEquals(0, woken.getCount());
            harness.remote.expectDisconnect(0x08);
        }
    }

    @Test
    void whatWasWrittenBeforeReturningArrivesBeforeTheDisconnect() {
        try (LinkHarness harness =
                LinkHarness.start(
                        (peer, channel) -> {
                            for (int i = 0; i < 100; i++) {
                                channel.write(1, new byte[] {(byte) i});
                            }
                        })) {
            for (int i = 0; i < 100; i++) {
                assertEquals(i, harness.remote.expect(LinkHarness.FIRST + 1)[0]);
            }
            harness.remote.expectDisconnect(0x08);
        }
    }

    @Test
    void aMessageIsGivenWithItsCodeWithoutTheOffset() throws Exception {
        Script first = new Script("aaa", Script.UNTIL_EOF);
        Script second = new Script("bbb", (peer, channel) -> echo(channel));
        try (LinkHarness harness = LinkHarness.start(first, second)) {
            harness.remote.send(LinkHarness.FIRST + 8 + 5, (byte) 1, (byte) 2);
            byte[] answer = harness.remote.expect(LinkHarness.FIRST + 8 + 5);
            assertEquals(2, answer.length);
        }
    }

    private static void echo(MessageChannel channel) throws Exception {
        Message message = channel.read();
        channel.write(message.code(), message.payload());
        assertThrows(EOFException.class, channel::read);
    }
}
