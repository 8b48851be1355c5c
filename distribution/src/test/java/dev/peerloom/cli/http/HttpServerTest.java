package dev.peerloom.cli.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.http.HttpFixture.Setup;
import dev.peerloom.cli.http.RawHttp.Answer;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.settings.HttpSettings;
import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Requests over HTTP, on real sockets. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpServerTest {
    private static final Limits QUICK =
            Limits.DEFAULT.withTimes(
                    HttpFixture.LONG, HttpFixture.SHORT, HttpFixture.SHORT, HttpFixture.LONG);

    private static String head(String last) {
        return String.join(
                "\r\n",
                "POST / HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                last,
                "",
                "");
    }

    @Test
    void callsAndBatchesAreAnsweredOnOneConnection() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = http.connect()) {
            Answer one = raw.post(HttpFixture.call(1, "t_echo", "[\"a\"]"));
            assertEquals(200, one.status());
            assertEquals("application/json", one.header("Content-Type"));
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[\"a\"]}", one.body());
            Answer batch =
                    raw.post(
                            "["
                                    + HttpFixture.call(2, "t_echo", "[]")
                                    + ","
                                    + HttpFixture.call(3, "t_none", "[]")
                                    + "]");
            assertTrue(batch.body().contains("\"id\":2,\"result\":[]"), batch.body());
            assertTrue(batch.body().contains("\"code\":-32601"), batch.body());
            Answer none = raw.post("{\"jsonrpc\":\"2.0\",\"method\":\"t_echo\"}");
            assertEquals(204, none.status());
            assertEquals(-1, raw.post("{").body().indexOf("result"));
        }
    }

    @Test
    void theLastRequestOfAConnectionClosesIt() throws Exception {
        HttpServer.Times never =
                new HttpServer.Times(HttpFixture.LONG, Duration.ofHours(1), HttpFixture.LONG);
        try (HttpFixture http = new HttpFixture(Setup.usual().with(never))) {
            for (String line : List.of("GET /health HTTP/1.1", "POST / HTTP/1.1")) {
                try (RawHttp raw = http.connect()) {
                    raw.ask(line, "Connection: close\r\nContent-Type: application/json\r\n", "{}");
                    assertEquals(0, raw.drain());
                }
            }
        }
    }

    @Test
    void aSubscriptionNeedsAConnectionThatStays() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = http.connect()) {
            Answer answer = raw.post(HttpFixture.call(1, "t_subscribe", "[\"events\"]"));
            assertTrue(answer.body().contains("-32601"), answer.body());
        }
    }

    @Test
    void whatAFormInAWebPageCanSendIsRefused() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = http.connect()) {
            String body = HttpFixture.call(1, "t_echo", "[]");
            for (String type :
                    List.of("", "Content-Type: text/plain\r\n", "Content-Type: json\r\n")) {
                assertEquals(415, raw.ask("POST / HTTP/1.1", type, body).status());
            }
            String withCharset = "Content-Type: Application/JSON; charset=utf-8\r\n";
            assertEquals(200, raw.ask("POST / HTTP/1.1", withCharset, body).status());
        }
    }

    @Test
    void aBodyHasALimitWhetherItSaysItsSizeOrNot() throws Exception {
        try (HttpFixture http =
                new HttpFixture(Setup.usual().with(Limits.DEFAULT.withSizes(1000, 1000)))) {
            try (RawHttp raw = http.connect()) {
                assertEquals(413, raw.post("[" + " ".repeat(1000) + "]").status());
            }
            try (RawHttp raw = http.connect()) {
                raw.send(
                        head("Transfer-Encoding: chunked")
                                + "3e9\r\n"
                                + " ".repeat(1001)
                                + "\r\n0\r\n\r\n");
                assertEquals(413, raw.answer().status());
            }
            try (RawHttp raw = http.connect()) {
                String fits = HttpFixture.call(1, "t_echo", "[]");
                assertEquals(200, raw.post(fits + " ".repeat(1000 - fits.length())).status());
            }
        }
    }

    @Test
    void headersAndPathsHaveALimit() throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            try (RawHttp raw = http.connect()) {
                raw.send(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nX: "
                                + "x".repeat(20_000)
                                + "\r\n\r\n");
                assertEquals(4, raw.answer().status() / 100);
            }
            try (RawHttp raw = http.connect()) {
                raw.send("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertEquals(4, raw.answer().status() / 100);
            }
        }
    }

    @Test
    void aByteNowAndThenHoldsNoConnection() throws Exception {
        HttpServer.Times hasty =
                new HttpServer.Times(HttpFixture.SHORT, HttpFixture.SHORT, HttpFixture.LONG);
        try (HttpFixture http = new HttpFixture(Setup.usual().with(QUICK).with(hasty))) {
            try (RawHttp raw = http.connect()) {
                raw.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
                raw.dripUntilClosed("x");
            }
            try (RawHttp raw = http.connect()) {
                raw.send(head("Content-Length: 1000000"));
                raw.dripUntilClosed(" ");
            }
            try (RawHttp raw = http.connect()) {
                // One that says nothing at all, and one that says nothing more.
                assertEquals(0, raw.drain());
            }
            try (RawHttp raw = http.connect()) {
                assertEquals(200, raw.post(HttpFixture.call(1, "t_echo", "[]")).status());
                assertEquals(0, raw.drain());
            }
        }
    }

    @Test
    void whoDoesNotTakeAnAnswerIsCutOff() throws Exception {
        try (HttpFixture http = new HttpFixture(Setup.usual().with(QUICK));
                RawHttp raw = http.connect(4096)) {
            for (int i = 0; i < 4; i++) {
                raw.send(
                        RawHttp.request(
                                "POST / HTTP/1.1",
                                "Host: localhost\r\nContent-Type: application/json\r\n",
                                HttpFixture.call(i, "t_large", "[]")));
            }
            // Nothing is read until the node has given up; then it is not all there.
            try (RawHttp other = http.connect()) {
                await().until(() -> http.server.connections() == 1 && answers(other));
            }
            assertTrue(raw.drain() < 4L * (8 << 20));
        }
    }

    private static boolean answers(RawHttp raw) throws Exception {
        return raw.post(HttpFixture.call(1, "t_echo", "[]")).status() == 200;
    }

    @Test
    void metricsAndThePageAreThere() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = http.connect()) {
            Answer metrics = raw.ask("GET /metrics HTTP/1.1", "", "");
            assertEquals("up 1\n", metrics.body());
            assertTrue(metrics.header("Content-Type").startsWith("text/plain; version=0.0.4"));
            assertEquals(200, raw.ask("GET / HTTP/1.1", "", "").status());
            assertEquals(404, raw.ask("GET /nothing HTTP/1.1", "", "").status());
            assertEquals(426, raw.ask("GET /ws HTTP/1.1", "", "").status());
        }
    }

    /** A plugin's metric that never comes must not hold a caller for ever. */
    @Test
    void metricsThatHangAreNotWaitedForForEver() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Limits hasty =
                Limits.DEFAULT.withTimes(
                        HttpFixture.SHORT, HttpFixture.LONG, HttpFixture.LONG, HttpFixture.LONG);
        Setup setup =
                Setup.usual()
                        .with(hasty)
                        .withMetrics(
                                () -> {
                                    never.await();
                                    return new byte[0];
                                });
        try (HttpFixture http = new HttpFixture(setup);
                RawHttp raw = http.connect()) {
            assertEquals(503, raw.ask("GET /metrics HTTP/1.1", "", "").status());
            assertEquals(200, raw.ask("GET /health HTTP/1.1", "", "").status());
        }
    }

    @Test
    void healthSaysWhetherTheNodeLivesAndIsReady() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = http.connect()) {
            Answer ready = raw.ask("GET /health HTTP/1.1", "", "");
            assertEquals(200, ready.status());
            assertEquals("{\"live\":true,\"ready\":true}\n", ready.body());
            http.ready.set(false);
            assertEquals(503, raw.ask("GET /health HTTP/1.1", "", "").status());
            assertEquals(503, raw.ask("GET /health/ready HTTP/1.1", "", "").status());
            Answer live = raw.ask("GET /health/live HTTP/1.1", "", "");
            assertEquals(200, live.status());
            assertEquals("{\"live\":true,\"ready\":false}\n", live.body());
        }
    }

    @Test
    void aNodeThatStopsSaysSoAndAnswersNothingElse() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = http.connect()) {
            http.server.stopping();
            assertEquals(503, raw.ask("GET /health HTTP/1.1", "", "").status());
            assertEquals(200, raw.ask("GET /health/live HTTP/1.1", "", "").status());
            assertEquals(503, raw.post(HttpFixture.call(1, "t_echo", "[]")).status());
        }
    }

    @Test
    void aPortThatIsTakenIsAMistakeInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpFixture http = new HttpFixture();
                Deadlines deadlines = new Deadlines()) {
            HttpSettings settings =
                    new HttpSettings(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), taken.getLocalPort()),
                            Optional.empty(),
                            List.of(),
                            List.of());
            String message =
                    assertThrows(
                                    ConfigurationException.class,
                                    () -> HttpServer.start(settings, http.answers, deadlines))
                            .getMessage();
            assertTrue(message.contains(":" + taken.getLocalPort()), message);
            assertTrue(message.contains("--http"), message);
            assertTrue(message.lines().count() == 1, message);
        }
    }
}
