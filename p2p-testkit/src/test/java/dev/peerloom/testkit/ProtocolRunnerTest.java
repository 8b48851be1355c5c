package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.rlp.RlpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(60)
class ProtocolRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private static void readToTheEnd(Peer peer, MessageChannel channel) throws Exception {
        while (true) {
            channel.read();
        }
    }

    @Test
    void runsInAVirtualThreadWithThePeerAndItsEndOfThePipe() throws Exception {
        CompletableFuture<Peer> seen = new CompletableFuture<>();
        Lambda protocol =
                new Lambda(
                        (peer, channel) -> {
                            assertTrue(Thread.currentThread().isVirtual());
                            channel.write(1, channel.read().payload());
                            seen.complete(peer);
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(protocol)) {
            runner.remote().write(0, new byte[] {9});
            assertArrayEquals(new byte[] {9}, runner.remote().read(LONG).payload());
            assertSame(runner.peer(), seen.get());
        }
    }

    @Test
    void returningQuitsAndClosesTheChannel() throws Exception {
        try (ProtocolRunner runner = ProtocolRunner.start(new Lambda((peer, channel) -> {}))) {
            LinkEnd end = runner.awaitEnd(LONG);
            assertEquals(DisconnectReason.CLIENT_QUITTING, end.reason());
            assertFalse(end.byRemote());
            assertEquals(Optional.empty(), runner.failure());
            assertThrows(EOFException.class, () -> runner.remote().write(0, new byte[0]));
        }
    }

    static List<Arguments> failures() {
        DisconnectException useless = new DisconnectException(DisconnectReason.USELESS_PEER, "x");
        IOException ring = new IOException("outer");
        IOException inner = new IOException("inner", ring);
        ring.initCause(inner);
        return List.of(
                Arguments.of(useless, DisconnectReason.USELESS_PEER),
                Arguments.of(
                        new IllegalStateException(new IOException(useless)),
                        DisconnectReason.USELESS_PEER),
                Arguments.of(new RlpException("x"), DisconnectReason.BREACH_OF_PROTOCOL),
                Arguments.of(
                        new IllegalStateException(new RlpException("x")),
                        DisconnectReason.SUBPROTOCOL_ERROR),
                Arguments.of(new EOFException(), DisconnectReason.SUBPROTOCOL_ERROR),
                Arguments.of(ring, DisconnectReason.SUBPROTOCOL_ERROR),
                Arguments.of(new StackOverflowError(), DisconnectReason.SUBPROTOCOL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void throwingEndsTheLinkForTheReasonOfTheException(Throwable failure, DisconnectReason reason)
            throws Exception {
        Lambda protocol =
                new Lambda(
                        (peer, channel) -> {
                            if (failure instanceof Error error) {
                                throw error;
                            }
                            throw (Exception) failure;
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(protocol)) {
            assertEquals(reason, runner.awaitEnd(LONG).reason());
            assertSame(failure, runner.failure().orElseThrow());
        }
    }

    @Test
    void theFirstCauseCounts() throws Exception {
        Lambda protocol =
                new Lambda(
                        (peer, channel) -> {
                            peer.disconnect(DisconnectReason.TOO_MANY_PEERS, "full");
                            peer.disconnect(DisconnectReason.REQUESTED, "again");
                            channel.read();
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(protocol)) {
            LinkEnd first = new LinkEnd(DisconnectReason.TOO_MANY_PEERS, "full", false);
            assertEquals(first, runner.awaitEnd(LONG));
            assertInstanceOf(EOFException.class, runner.failure().orElseThrow());
            assertEquals(
                    List.of(first, new LinkEnd(DisconnectReason.REQUESTED, "again", false)),
                    runner.peer().disconnects());
        }
    }

    @Test
    void theEndOfOneProtocolIsTheEndOfAllOnTheLink() throws Exception {
        TestPeer peer = TestPeer.create();
        CountDownLatch go = new CountDownLatch(1);
        try (ProtocolRunner reading =
                        ProtocolRunner.start(new Lambda(ProtocolRunnerTest::readToTheEnd), peer);
                ProtocolRunner ending =
                        ProtocolRunner.start(new Lambda((p, channel) -> go.await()), peer)) {
            go.countDown();
            assertEquals(DisconnectReason.CLIENT_QUITTING, ending.awaitEnd(LONG).reason());
            assertEquals("run() returned", reading.awaitEnd(LONG).detail());
            assertInstanceOf(EOFException.class, reading.failure().orElseThrow());
        }
    }

    @Test
    void aProtocolStartedOnAnEndedLinkFindsItClosed() throws Exception {
        TestPeer peer = TestPeer.create();
        peer.disconnectByRemote(DisconnectReason.UNKNOWN);
        try (ProtocolRunner late =
                ProtocolRunner.start(new Lambda(ProtocolRunnerTest::readToTheEnd), peer)) {
            assertEquals(new LinkEnd(DisconnectReason.UNKNOWN, "", true), late.awaitEnd(LONG));
        }
    }

    @Test
    void closingInOrderLetsAGoodbyeOut() throws Exception {
        Lambda polite =
                new Lambda(
                        (peer, channel) -> {
                            try {
                                readToTheEnd(peer, channel);
                            } catch (EOFException closing) {
                                channel.write(3, new byte[] {1});
                            }
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(polite)) {
            assertEquals(DisconnectReason.CLIENT_QUITTING, runner.closeInOrder().reason());
            assertEquals(3, runner.remote().read(LONG).code());
            assertThrows(EOFException.class, () -> runner.remote().read(LONG));
        }
    }

    @Test
    void anExceptionThatComesOfClosingInOrderIsNoFaultOfTheProtocol() throws Exception {
        try (ProtocolRunner runner =
                ProtocolRunner.start(new Lambda(ProtocolRunnerTest::readToTheEnd))) {
            assertEquals(DisconnectReason.CLIENT_QUITTING, runner.closeInOrder().reason());
            assertInstanceOf(EOFException.class, runner.failure().orElseThrow());
        }
    }

    @Test
    void showsWhereAProtocolIsThatDoesNotEnd() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        Lambda stuck =
                new Lambda(
                        (peer, channel) -> {
                            running.countDown();
                            release.await();
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(stuck)) {
            running.await();
            AssertionError error =
                    assertThrows(AssertionError.class, () -> runner.awaitEnd(Duration.ofMillis(1)));
            assertTrue(error.getMessage().contains("lambda/1 with test-peer"), error.getMessage());
            assertTrue(error.getMessage().contains("CountDownLatch.await"), error.getMessage());
            release.countDown();
        }
    }

    @Test
    void closingEndsAProtocolThatOnlyReads() throws Exception {
        ProtocolRunner runner = ProtocolRunner.start(new Lambda(ProtocolRunnerTest::readToTheEnd));
        runner.close();
        assertInstanceOf(EOFException.class, runner.failure().orElseThrow());
        assertEquals("the test is over", runner.awaitEnd(Duration.ZERO).detail());
    }

    @Test
    void aProtocolThatLeavesMessagesUnreadIsGivenUpAsByANode() throws Exception {
        Lambda deaf = new Lambda((peer, channel) -> new CountDownLatch(1).await());
        try (ProtocolRunner runner = ProtocolRunner.start(deaf)) {
            runner.remote().write(0, new byte[0]);
            runner.advance(Duration.ofSeconds(29));
            assertEquals(Optional.empty(), runner.peer().linkEnd());
            runner.advance(Duration.ofSeconds(1));
            assertEquals(
                    new LinkEnd(
                            DisconnectReason.SUBPROTOCOL_ERROR,
                            "lambda/1 has not read for 30 s while 1 messages wait",
                            false),
                    runner.peer().linkEnd().orElseThrow());
            runner.interrupt();
            runner.awaitEnd(LONG);
        }
    }

    @Test
    void aPeerThatTakesNothingIsGivenUpAsByANode() throws Exception {
        Lambda talkative =
                new Lambda(
                        (peer, channel) -> {
                            while (true) {
                                channel.write(0, new byte[0]);
                            }
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(talkative)) {
            runner.advance(Duration.ofSeconds(20));
            assertEquals(
                    new LinkEnd(
                            DisconnectReason.TCP_ERROR, "the peer took nothing for 20 s", false),
                    runner.awaitEnd(LONG));
        }
    }

    @Test
    void advancingGoesFromDeadlineToDeadlineAndLetsTheProtocolActAtEach() throws Exception {
        Lambda ticking =
                new Lambda(
                        (peer, channel) -> {
                            for (int i = 0; i < 5; i++) {
                                try {
                                    channel.read(Duration.ofSeconds(1));
                                } catch (TimeoutException e) {
                                    channel.write(i % 4, new byte[0]);
                                }
                            }
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(ticking)) {
            runner.advance(Duration.ofMillis(3500));
            assertEquals(3, runner.pipe().queuedForSecond());
            assertEquals(Duration.ofMillis(3500), runner.pipe().clock().elapsed());
            runner.advance(Duration.ofSeconds(2));
            assertEquals("run() returned", runner.awaitEnd(LONG).detail());
            Message first = runner.remote().read();
            Message second = runner.remote().read();
            assertEquals(
                    Duration.ofSeconds(1),
                    Duration.between(first.receivedAt(), second.receivedAt()));
        }
    }

    @Test
    void restIsWhatAProtocolThatComputesDoesNotTake() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Lambda busy =
                new Lambda(
                        (peer, channel) -> {
                            while (!stop.get()) {
                                Thread.onSpinWait();
                            }
                            channel.read();
                        });
        try (ProtocolRunner runner = ProtocolRunner.start(busy)) {
            assertFalse(runner.awaitRest(Duration.ofMillis(10)));
            stop.set(true);
            assertTrue(runner.awaitRest(LONG));
            runner.remote().write(0, new byte[0]);
            assertTrue(runner.awaitRest(LONG));
            assertEquals("run() returned", runner.awaitEnd(Duration.ofSeconds(1)).detail());
        }
    }

    @Test
    void theEndOfRunTakesWhatIsQueuedWithIt() throws Exception {
        Lambda hasty = new Lambda((peer, channel) -> channel.read());
        MessagePipe pipe = MessagePipe.create(hasty);
        pipe.second().write(0, new byte[0]);
        pipe.second().write(1, new byte[0]);
        try (ProtocolRunner runner = ProtocolRunner.start(hasty, TestPeer.create(), pipe)) {
            runner.awaitEnd(LONG);
            assertEquals(0, pipe.queuedForFirst());
            assertThrows(EOFException.class, () -> pipe.first().read());
        }
    }
}
