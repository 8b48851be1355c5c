package dev.peerloom.cli.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.http.HttpFixture.Setup;
import dev.peerloom.cli.http.RawHttp.Frame;
import dev.peerloom.cli.rpc.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.EOFException;
import java.time.Duration;
import java.util.Map;

/** JSON-RPC over WebSockets, on real sockets. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WebSocketTest {
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static RawHttp open(HttpFixture http, String path) throws Exception {
        RawHttp raw = http.connect();
        assertEquals(101, raw.upgrade(path, "").status());
        return raw;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws"})
    void requestsAreAnsweredWheneverTheyAreReady(String path) throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = open(http, path)) {
            raw.text(HttpFixture.call(1, "t_hang", "[]"));
            raw.text("[" + HttpFixture.call(2, "t_echo", "[\"é\"]") + "]");
            assertEquals(
                    "[{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[\"\\u00E9\"]}]",
                    raw.frame().text());
            http.release.countDown();
            assertTrue(raw.frame().text().contains("\"id\":1"));
        }
    }

    @Test
    void aRequestMayComeInPieces() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = open(http, "/")) {
            String call = HttpFixture.call(1, "t_echo", "[\"" + "y".repeat(70_000) + "\"]");
            byte[] bytes = call.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            raw.frame(0x01, java.util.Arrays.copyOf(bytes, 100));
            raw.frame(0x89, new byte[] {1, 2}); // a ping between two pieces
            raw.frame(0x80, java.util.Arrays.copyOfRange(bytes, 100, bytes.length));
            assertEquals(PONG, raw.frame().opCode());
            assertTrue(raw.frame().text().contains("yyyyy"));
        }
    }

    @Test
    void eventsComeAfterTheAnswerAndEndWithTheConnection() throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            try (RawHttp raw = open(http, "/")) {
                raw.text(HttpFixture.call(1, "t_subscribe", "[\"events\"]"));
                String answer = raw.frame().text();
                String id = answer.replaceAll(".*\"result\":\"(0x[0-9a-f]+)\".*", "$1");
                http.sink.get().accept(Map.of("n", 1));
                String event = raw.frame().text();
                assertEquals(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"t_subscription\",\"params\":"
                                + "{\"subscription\":\""
                                + id
                                + "\",\"result\":{\"n\":1}}}",
                        event);
            }
            await().untilAtomic(http.topicsEnded, org.hamcrest.Matchers.equalTo(1));
        }
    }

    @Test
    void aSlowReaderIsCutOff() throws Exception {
        Limits limits =
                Limits.DEFAULT.withTimes(
                        HttpFixture.LONG, HttpFixture.LONG, HttpFixture.SHORT, HttpFixture.LONG);
        try (HttpFixture http = new HttpFixture(Setup.usual().with(limits));
                RawHttp raw = http.connect(4096)) {
            assertEquals(101, raw.upgrade("/", "").status());
            raw.text(HttpFixture.call(1, "t_subscribe", "[\"events\"]"));
            assertTrue(raw.frame().text().contains("result"));
            String much = "z".repeat(1 << 20);
            for (int i = 0; i < 64; i++) {
                http.sink.get().accept(much);
            }
            await().untilAtomic(http.topicsEnded, org.hamcrest.Matchers.equalTo(1));
            assertTrue(raw.drain() < 64L << 20);
        }
    }

    @Test
    void aSubscriberWithTooManyEventsWaitingLosesItsSubscription() throws Exception {
        Limits limits = Limits.DEFAULT.withCounts(8, 8, 8, 2, 8);
        try (HttpFixture http = new HttpFixture(Setup.usual().with(limits));
                RawHttp raw = http.connect(4096)) {
            assertEquals(101, raw.upgrade("/", "").status());
            raw.text(HttpFixture.call(1, "t_subscribe", "[\"events\"]"));
            assertTrue(raw.frame().text().contains("result"));
            String much = "z".repeat(8 << 20);
            for (int i = 0; i < 8; i++) {
                http.sink.get().accept(much);
            }
            Frame last = raw.frame();
            while (!last.text().contains("\"error\"")) {
                last = raw.frame();
            }
            assertTrue(last.text().contains("more than 2 events"), last.text());
            raw.text(HttpFixture.call(2, "t_echo", "[]"));
            assertTrue(raw.frame().text().contains("\"id\":2"), "the connection stays");
        }
    }

    @Test
    void whoAnswersNoPingIsCutOff() throws Exception {
        // Long enough for the first answer to be in time on a busy machine.
        HttpServer.Times quick =
                new HttpServer.Times(HttpFixture.LONG, HttpFixture.LONG, Duration.ofSeconds(1));
        try (HttpFixture http = new HttpFixture(Setup.usual().with(quick));
                RawHttp raw = open(http, "/")) {
            assertEquals(PING, raw.frame().opCode());
            raw.frame(0x8A, new byte[0]);
            assertEquals(PING, raw.frame().opCode(), "whoever answers is asked again");
            raw.send(new byte[] {(byte) 0x81, (byte) 0xFE, 0x10}); // half a frame
            raw.drain();
        }
    }

    @Test
    void aMessageHasALimit() throws Exception {
        Limits limits = Limits.DEFAULT.withSizes(1000, 1000);
        try (HttpFixture http = new HttpFixture(Setup.usual().with(limits))) {
            try (RawHttp raw = open(http, "/")) {
                raw.frame(0x01, new byte[600]);
                raw.frame(0x80, new byte[600]);
                assertTrue(raw.frame().text().contains("-32600"));
                assertEquals(CLOSE, raw.frame().opCode());
            }
            try (RawHttp raw = open(http, "/")) {
                raw.send(new byte[] {(byte) 0x81, (byte) 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4});
                assertEquals(CLOSE, raw.frame().opCode(), "4 GiB are not waited for");
            }
        }
    }

    @Test
    void aFrameWithoutMaskEndsTheConnection() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = open(http, "/")) {
            raw.send(new byte[] {(byte) 0x81, 2, '{', '}'});
            assertEquals(CLOSE, raw.frame().opCode());
            assertThrows(EOFException.class, raw::frame);
        }
    }
}
