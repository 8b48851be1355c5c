package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.PeerEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** Closing in order: reading ends first, writing when every run() has returned. */
@Isolated // It reads what the process writes to System.err.
class CloseInOrderTest {
    private static final int CODE = LinkHarness.FIRST;

    private static void quit(LinkHarness harness) {
        harness.link.closeInOrder(DisconnectReason.CLIENT_QUITTING, "we are stopping");
    }

    @Test
    void aGoodbyeWrittenAtTheEndOfRunArrivesBeforeTheDisconnect() {
        Script script =
                new Script(
                        (peer, channel) -> {
                            assertThrows(EOFException.class, channel::read);
                            channel.write(2, new byte[] {1, 2, 3});
                        });
        try (LinkHarness harness = LinkHarness.start(script)) {
            script.channel();
            quit(harness);
            assertArrayEquals(new byte[] {1, 2, 3}, harness.remote.expect(CODE + 2));
            harness.remote.expectDisconnect(0x08);
            PeerEvent.Disconnected end = harness.end();
            assertEquals(0x08, end.code());
            assertEquals("we are stopping", end.detail());
            assertFalse(end.byRemote());
        }
    }

    @Test
    void theDisconnectWaitsForTheLastOfTheProtocols() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        Script quick = new Script("aaa", Script.UNTIL_EOF);
        Script slow =
                new Script(
                        "bbb",
                        (peer, channel) -> {
                            leave.await();
                            channel.write(0, new byte[] {9});
                        });
        try (LinkHarness harness = LinkHarness.start(quick, slow)) {
            MessageChannel ended = quick.channel();
            slow.channel();
            quit(harness);
            // The first has returned when its channel takes nothing any more.
            await().until(() -> !ended.tryWrite(0, new byte[0]));
            harness.connection.onLoop(() -> {});
            while (harness.remote.hasMore()) {
                assertEquals(CODE, harness.remote.next().code());
            }
            leave.countDown();
            assertEquals(9, harness.remote.expectAfter(CODE, CODE + 8)[0]);
            harness.remote.expectDisconnect(0x08);
        }
    }

    @Test
    void afterTheGraceAProtocolIsInterrupted() {
        CountDownLatch interrupted = new CountDownLatch(1);
        Script script =
                new Script(
                        (peer, channel) -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                        });
        try (LinkHarness harness = LinkHarness.start(LinkHarness.shortTiming(), true, script)) {
            script.channel();
            quit(harness);
            harness.remote.expectDisconnect(0x08);
            assertEquals(0x08, harness.end().code());
            assertEquals(0, interrupted.getCount());
        }
    }

    @Test
    void aRunThatIgnoresItsInterruptIsReportedWithItsStackAndTheLinkIsGone() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        Thread[] runner = new Thread[1];
        Script script =
                new Script(
                        (peer, channel) -> {
                            runner[0] = Thread.currentThread();
                            hangStubbornly(leave);
                        });
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (LinkHarness harness = LinkHarness.start(LinkHarness.shortTiming(), true, script)) {
            script.channel();
            quit(harness);
            harness.remote.expectDisconnect(0x08);
            assertEquals(0x08, harness.end().code());
            assertTrue(runner[0].isAlive());
            leave.countDown();
            runner[0].join();
        } finally {
            leave.countDown();
            System.setErr(usual);
        }
        String text = log.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Plugin plugin: tst/1: run() goes on"), text);
        assertTrue(text.contains("hangStubbornly"), text);
    }

    private static void hangStubbornly(CountDownLatch leave) {
        while (leave.getCount() > 0) {
            try {
                leave.await();
            } catch (InterruptedException e) {
                // That is what is stubborn about it.
            }
        }
    }

    @Test
    void aProtocolThatWaitsInWriteIsFreedWhenTheGraceHasPassed() {
        CountDownLatch eof = new CountDownLatch(1);
        Script script =
                new Script(
                        (peer, channel) -> {
                            try {
                                for (; ; ) {
                                    channel.write(0, new byte[60_000]);
                                }
                            } catch (EOFException e) {
                                eof.countDown();
                            }
                        });
        Timing brief = LinkHarness.shortTiming();
        Timing timing =
                new Timing(
                        brief.handshake(),
                        brief.hello(),
                        brief.tick(),
                        brief.ping(),
                        brief.readIdle(),
                        brief.unread(),
                        Timing.DEFAULT.write(),
                        brief.grace(),
                        brief.pongGap());
        try (LinkHarness harness = LinkHarness.start(timing, false, script)) {
            harness.connection.takeOnly(0);
            script.channel();
            quit(harness);
            assertEquals(0x08, harness.end().code());
            assertEquals(0, eof.getCount());
        }
    }

    @Test
    void aPeerThatDisconnectsMeanwhileEndsTheWriting() {
        Script script =
                new Script(
                        (peer, channel) -> {
                            assertThrows(EOFException.class, channel::read);
                            for (; ; ) {
                                channel.write(0, new byte[1_000]);
                            }
                        });
        try (LinkHarness harness = LinkHarness.start(script)) {
            script.channel();
            quit(harness);
            harness.remote.expect(CODE);
            harness.remote.send(1, (byte) 0xC1, (byte) 4);
            // The first cause stays ours.
            assertEquals(0x08, harness.end().code());
        }
    }

    @Test
    void aLinkThatClosesBeforeItStartsRunsNothing() {
        Script script = new Script(Script.UNTIL_EOF);
        try (LinkHarness harness = LinkHarness.prepared(Timing.DEFAULT, true, script)) {
            quit(harness);
            harness.started();
            harness.remote.expectDisconnect(0x08);
            assertEquals(0x08, harness.end().code());
            assertTrue(script.channels.isEmpty());
        }
    }
}
