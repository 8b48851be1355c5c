package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.PeerEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;

/** Ping, pong, Disconnect and what else a link does below its protocols; time is the test's. */
class BaseProtocolLinkTest {
    private static final int DISCONNECT = 1;
    private static final int PING = 2;
    private static final int PONG = 3;
    private static final byte[] EMPTY_LIST = {(byte) 0xC0};

    private static LinkHarness idle() {
        return LinkHarness.start(Script.UNTIL_EOF);
    }

    @Test
    void aPingIsAnswered() {
        try (LinkHarness harness = idle()) {
            harness.remote.send(PING, EMPTY_LIST);
            assertArrayEquals(EMPTY_LIST, harness.remote.expect(PONG));
        }
    }

    @Test
    void aPingIsAnsweredWithoutCompressionWhereThatIsAgreed() {
        try (LinkHarness harness =
                LinkHarness.start(Timing.DEFAULT, false, new Script(Script.UNTIL_EOF))) {
            harness.remote.send(PING, EMPTY_LIST);
            assertArrayEquals(EMPTY_LIST, harness.remote.expect(PONG));
        }
    }

    @Test
    void aBurstOfPingsGetsOnePongNowAndOneAfterTheGap() {
        try (LinkHarness harness = idle()) {
            for (int i = 0; i < 4; i++) {
                harness.remote.send(PING, EMPTY_LIST);
            }
            harness.remote.expect(PONG);
            harness.advance(Duration.ofMillis(49));
            harness.remote.expectNothing();
            harness.advance(Duration.ofMillis(1));
            harness.remote.expect(PONG);
            harness.advance(Duration.ofMillis(900));
            harness.remote.expectNothing();
        }
    }

    @Test
    void fivePingsInASecondAreFineForEver() {
        try (LinkHarness harness = idle()) {
            for (int i = 0; i < 50; i++) {
                harness.remote.send(PING, EMPTY_LIST);
                harness.advance(Duration.ofMillis(200));
                harness.remote.expect(PONG);
                if (harness.remote.hasMore()) {
                    harness.remote.expect(PING);
                }
            }
            assertFalse(harness.link.isClosing());
        }
    }

    @Test
    void tenPingsInTheFirstSecondAreNoFloodIfTheyKeepApart() {
        // As go-ethereum's conformance tool does in BlockRangeUpdateExpired.
        try (LinkHarness harness = idle()) {
            for (int i = 0; i < 10; i++) {
                harness.advance(Duration.ofMillis(100));
                harness.remote.send(PING, EMPTY_LIST);
                harness.remote.expect(PONG);
            }
            assertFalse(harness.link.isClosing());
        }
    }

    @Test
    void sixPingsASecondAreTooManyForLong() {
        try (LinkHarness harness = idle()) {
            for (int i = 0; i < 60 && !harness.link.isClosing(); i++) {
                harness.advance(Duration.ofMillis(166));
                harness.remote.send(PING, EMPTY_LIST);
            }
            assertEquals(0x02, harness.end().code());
        }
    }

    @Test
    void theSixthPingAtOnceEndsTheLink() {
        try (LinkHarness harness = idle()) {
            for (int i = 0; i < 6; i++) {
                harness.remote.send(PING, EMPTY_LIST);
            }
            harness.remote.expect(PONG);
            harness.remote.expectDisconnect(0x02);
            assertTrue(harness.end().detail().contains("pings"));
        }
    }

    @Test
    void aPingIsSentEvery15Seconds() {
        try (LinkHarness harness = idle()) {
            for (int i = 0; i < 10; i++) {
                harness.advance(Duration.ofMillis(14_999));
                harness.remote.expectNothing();
                harness.advance(Duration.ofMillis(1));
                assertArrayEquals(EMPTY_LIST, harness.remote.expect(PING));
                harness.remote.send(PONG, EMPTY_LIST);
            }
        }
    }

    @Test
    void aPeerThatIsSilentFor30SecondsIsGivenUp() {
        try (LinkHarness harness = idle()) {
            harness.advance(Duration.ofMillis(29_999));
            harness.remote.expect(PING);
            assertFalse(harness.link.isClosing());
            harness.advance(Duration.ofMillis(1));
            harness.remote.expectDisconnect(0x0b);
            assertEquals(0x0b, harness.end().code());
        }
    }

    @Test
    void silenceIsNotThePeersWhileWeDoNotRead() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Timing usual = Timing.DEFAULT;
        Timing patient =
                new Timing(
                        usual.handshake(),
                        usual.hello(),
                        usual.tick(),
                        usual.ping(),
                        usual.readIdle(),
                        Duration.ofHours(1),
                        usual.write(),
                        usual.grace(),
                        usual.pongGap());
        Script slow =
                new Script(
                        (peer, channel) -> {
                            go.await();
                            Script.UNTIL_EOF.run(peer, channel);
                        });
        try (LinkHarness harness = LinkHarness.start(patient, true, slow)) {
            for (int i = 0; i <= Inbox.HIGH_MESSAGES; i++) {
                harness.remote.send(LinkHarness.FIRST);
            }
            assertFalse(harness.connection.isReading());
            harness.advance(Duration.ofMinutes(5));
            assertFalse(harness.link.isClosing());
            go.countDown();
            await().until(harness.connection::isReading);
            harness.advance(Duration.ofSeconds(25));
            assertFalse(harness.link.isClosing(), "the 30 s begin when reading is on again");
            harness.advance(Duration.ofSeconds(10));
            assertEquals(0x0b, harness.end().code());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 5, 8, 0xf})
    void aSecondHelloAPongAndReservedIdsAreIgnored(int id) throws Exception {
        try (LinkHarness harness =
                LinkHarness.start(
                        (peer, channel) -> {
                            Message message = channel.read();
                            channel.write(message.code(), message.payload());
                            Script.UNTIL_EOF.run(peer, channel);
                        })) {
            harness.remote.send(id, (byte) 1, (byte) 2);
            if (id != PONG) {
                harness.remote.sendRaw(id);
            }
            harness.remote.send(LinkHarness.FIRST, (byte) 7);
            assertArrayEquals(new byte[] {7}, harness.remote.expect(LinkHarness.FIRST));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, c0", // not compressed
        "2, ''", // nothing, not even a length
        "2, 0100", // one byte is declared, none is there
        "2, 80808008c0", // 16 MiB are declared
        "3, c0",
        "3, ffffffff07c0",
    })
    void aPingOrPongThatIsNoSnappyBlockIsABreachLikeAnyOther(int code, String hex) {
        try (LinkHarness harness = idle()) {
            harness.remote.sendRaw(code, HexFormat.of().parseHex(hex));
            harness.remote.expectDisconnect(0x02);
            assertEquals(0x02, harness.end().code());
        }
    }

    @Test
    void aPingOfTwoMegabytesIsAPing() {
        try (LinkHarness harness = idle()) {
            harness.remote.send(PING, new byte[2 << 20]);
            assertArrayEquals(EMPTY_LIST, harness.remote.expect(PONG));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x18, 0x7f, 0x80, 0x12345, Integer.MAX_VALUE})
    void anUnknownMessageCodeEndsTheLink(int code) {
        try (LinkHarness harness = idle()) {
            harness.remote.send(code);
            harness.remote.expectDisconnect(0x02);
            assertTrue(harness.end().detail().contains("beyond the last capability"));
        }
    }

    @Test
    void aFrameThatWasTamperedWithEndsTheLink() {
        try (LinkHarness harness = idle()) {
            byte[] frame = harness.remote.encode(LinkHarness.FIRST, new byte[100]);
            frame[frame.length - 1] ^= 1;
            harness.remote.sendBytes(frame);
            harness.remote.expectDisconnect(0x02);
            assertTrue(harness.end().detail().contains("MAC"));
        }
    }

    @Test
    void whatFollowsAnOffenceIsNotDelivered() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Script script =
                new Script(
                        (peer, channel) -> {
                            end.await();
                            assertEquals(1, channel.read().payload()[0]);
                            Script.UNTIL_EOF.run(peer, channel);
                            throw new IllegalStateException("not reached");
                        });
        try (LinkHarness harness = LinkHarness.start(script)) {
            harness.remote.sendBytes(
                    RemoteEnd.join(
                            harness.remote.encode(LinkHarness.FIRST, (byte) 1),
                            harness.remote.encode(0x55),
                            harness.remote.encode(LinkHarness.FIRST, (byte) 2)));
            harness.remote.expectDisconnect(0x02);
            MessageChannel channel = script.channel();
            end.countDown();
            assertEquals(0x02, harness.end().code());
            assertFalse(channel.tryWrite(0, new byte[0]));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c104, 0x04",
        "c180, 0x00",
        "c100, 0x00",
        "04, 0x04",
        "80, 0x00",
        "c28205, -1",
        "c0, -1",
        "c163, 0x63",
        "c20405, 0x04",
        "c3820123, 0x123"
    })
    void aDisconnectIsUnderstoodInEveryForm(String hex, String code) {
        byte[] payload = HexFormat.of().parseHex(hex);
        int expected = Integer.decode(code);
        for (boolean compressed : new boolean[] {true, false}) {
            for (boolean packed : new boolean[] {compressed, false}) {
                try (LinkHarness harness =
                        LinkHarness.start(
                                Timing.DEFAULT, compressed, new Script(Script.UNTIL_EOF))) {
                    if (packed) {
                        harness.remote.send(DISCONNECT, payload);
                    } else {
                        harness.remote.sendRaw(DISCONNECT, payload);
                    }
                    harness.remote.expect(RemoteEnd.END);
                    PeerEvent.Disconnected end = harness.end();
                    assertTrue(end.byRemote());
                    assertEquals(expected, end.code(), hex + " packed " + packed);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDisconnectWithoutAReasonIsUnknown(boolean compressed) {
        try (LinkHarness harness =
                LinkHarness.start(Timing.DEFAULT, compressed, new Script(Script.UNTIL_EOF))) {
            harness.remote.sendRaw(DISCONNECT);
            assertEquals(-1, harness.end().code());
        }
        try (LinkHarness harness =
                LinkHarness.start(Timing.DEFAULT, compressed, new Script(Script.UNTIL_EOF))) {
            harness.remote.send(DISCONNECT);
            assertEquals(-1, harness.end().code());
        }
    }

    @Test
    void aConnectionThatBreaksEndsTheLinkWithoutAWord() {
        try (LinkHarness harness = idle()) {
            harness.connection.breakOff(new IOException("Connection reset"));
            PeerEvent.Disconnected end = harness.end();
            assertEquals(0x01, end.code());
            assertTrue(end.byRemote());
            assertTrue(end.detail().contains("reset"));
            harness.remote.expectNothing();
        }
    }

    @Test
    void aConnectionThatThePeerClosesIsByThePeer() {
        try (LinkHarness harness = idle()) {
            harness.connection.breakOff(null);
            PeerEvent.Disconnected end = harness.end();
            assertEquals(0x01, end.code());
            assertTrue(end.byRemote());
        }
    }
}
