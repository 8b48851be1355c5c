package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.PeerEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** A protocol that does not read stops the reading of its link, and nothing is lost. */
class BackpressureTest {
    private static final int CODE = LinkHarness.FIRST;

    private static Script handsOff(String name) {
        return new Script(name, (peer, channel) -> new CountDownLatch(1).await());
    }

    private static LinkHarness start(Script... scripts) {
        return LinkHarness.start(LinkHarness.shortTiming(), true, scripts);
    }

    @Test
    void tooManyMessagesSwitchReadingOffAndReadingThemSwitchesItOn() throws Exception {
        int messages = 10_000;
        try (LinkHarness harness = start(handsOff("tst"))) {
            for (int i = 0; i < messages; i++) {
                harness.remote.send(CODE, (byte) (i >>> 8), (byte) i);
            }
            assertFalse(harness.connection.isReading());
            MessageChannel channel = harness.channel();
            for (int i = 0; i < messages; i++) {
                byte[] payload = channel.read(Duration.ofSeconds(10)).payload();
                assertEquals(i, ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF));
            }
            await().until(harness.connection::isReading);
        }
    }

    @Test
    void aLargeMessageHoldsMemoryOfTheNodeUntilItIsRead() throws Exception {
        try (LinkHarness harness = start(handsOff("tst"))) {
            byte[] payload = new byte[1 << 20];
            new Random(1).nextBytes(payload);
            harness.remote.send(CODE, payload);
            await().until(() -> harness.parts.memory().used() >= payload.length);
            assertArrayEquals(payload, harness.channel().read(Duration.ofSeconds(10)).payload());
            assertEquals(0, harness.parts.memory().used());
        }
    }

    @Test
    void aLargeMessageThatThereIsNoMemoryForEndsItsLinkBeforeItHasArrived() {
        try (LinkHarness harness = start(handsOff("tst"))) {
            long others = (64 << 20) - (1 << 19);
            assertTrue(harness.parts.memory().take(others));
            byte[] payload = new byte[1 << 20];
            new Random(1).nextBytes(payload);
            byte[] frame = harness.remote.encode(CODE, payload);
            for (int at = 0; at < 700_000; at += 16_384) {
                harness.remote.sendBytes(Arrays.copyOfRange(frame, at, at + 16_384));
            }
            harness.remote.expectDisconnect(0x04);
            harness.end();
            await().until(() -> harness.parts.memory().used() == others);
        }
    }

    @Test
    void exactlyAsManyMessagesAsAllowedLeaveReadingOn() {
        try (LinkHarness harness = start(handsOff("tst"))) {
            for (int i = 0; i < Inbox.HIGH_MESSAGES; i++) {
                harness.remote.send(CODE);
            }
            assertTrue(harness.connection.isReading());
            harness.remote.send(CODE);
            assertFalse(harness.connection.isReading());
        }
    }

    @Test
    void tooManyBytesSwitchReadingOffAndHalfOfThemReadSwitchItOn() throws Exception {
        try (LinkHarness harness = start(handsOff("tst"))) {
            byte[] payload = new byte[100_000];
            new Random(1).nextBytes(payload);
            for (int i = 0; i < 10; i++) {
                harness.remote.send(CODE, payload);
            }
            assertTrue(harness.connection.isReading());
            harness.remote.send(CODE, payload);
            assertFalse(harness.connection.isReading());
            MessageChannel channel = harness.channel();
            for (int i = 0; i < 5; i++) {
                channel.read();
            }
            assertFalse(harness.connection.isReading());
            channel.read();
            await().until(harness.connection::isReading);
        }
    }

    @Test
    void readingStaysOffUntilTheLastFullInboxIsDrained() throws Exception {
        Script first = handsOff("aaa");
        Script second = handsOff("bbb");
        try (LinkHarness harness = start(first, second)) {
            int full = Inbox.HIGH_MESSAGES + 1;
            byte[][] frames = new byte[2 * full][];
            for (int i = 0; i < full; i++) {
                frames[2 * i] = harness.remote.encode(CODE);
                frames[2 * i + 1] = harness.remote.encode(CODE + 8);
            }
            harness.remote.sendBytes(RemoteEnd.join(frames));
            assertFalse(harness.connection.isReading());
            MessageChannel one = first.channel();
            MessageChannel two = second.channel();
            for (int i = 0; i < full; i++) {
                one.read();
            }
            assertFalse(harness.connection.isReading());
            for (int i = 0; i < full; i++) {
                two.read();
            }
            await().until(harness.connection::isReading);
        }
    }

    @Test
    void aProtocolThatDoesNotReadFor30SecondsIsDisconnectedWithThatSaid() {
        try (LinkHarness harness = start(handsOff("tst"))) {
            harness.remote.send(CODE);
            harness.remote.send(CODE);
            keepAlive(harness, 25);
            assertFalse(harness.link.isClosing());
            keepAlive(harness, 5);
            PeerEvent.Disconnected end = harness.end();
            assertEquals(0x10, end.code());
            assertFalse(end.byRemote());
            assertTrue(end.detail().contains("tst/1 has not read for 30 s"), end.detail());
            assertTrue(end.detail().contains("2 messages"), end.detail());
        }
    }

    private static void keepAlive(LinkHarness harness, int seconds) {
        for (int i = 0; i < seconds; i += 5) {
            harness.remote.send(3, (byte) 0xC0);
            harness.advance(Duration.ofSeconds(5));
        }
    }

    @Test
    void aProtocolWithoutMessagesMayWaitForEver() {
        try (LinkHarness harness = start(handsOff("tst"))) {
            keepAlive(harness, 600);
            assertFalse(harness.link.isClosing());
        }
    }

    @Test
    void readingOneMessageGivesASlowProtocolAnother30Seconds() throws Exception {
        try (LinkHarness harness = start(handsOff("tst"))) {
            MessageChannel channel = harness.channel();
            for (int i = 0; i < 10; i++) {
                harness.remote.send(CODE);
            }
            for (int i = 0; i < 8; i++) {
                keepAlive(harness, 25);
                channel.read();
            }
            assertFalse(harness.link.isClosing());
        }
    }
}
