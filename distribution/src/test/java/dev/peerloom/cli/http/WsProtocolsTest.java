package dev.peerloom.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.peerloom.cli.http.HttpFixture.Setup;
import dev.peerloom.cli.http.RawHttp.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;

/** The token as the name of a subprotocol, which is all that a page in a browser can send. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WsProtocolsTest {
    private static final String TOKEN = "every/printable+character=,;~";

    @TempDir Path folder;

    private HttpFixture http() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new HttpFixture(Setup.usual().withToken(file));
    }

    private static String bearer(String token) {
        return "peerloom.bearer."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(token.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer upgrade(HttpFixture http, String headers) throws Exception {
        try (RawHttp raw = http.connect()) {
            return raw.upgrade("/ws", headers);
        }
    }

    @Test
    void theRightTokenOpensAndIsNotToldBack() throws Exception {
        try (HttpFixture http = http()) {
            for (String headers :
                    List.of(
                            "Sec-WebSocket-Protocol: peerloom, " + bearer(TOKEN) + "\r\n",
                            "Sec-WebSocket-Protocol: peerloom\r\nSec-WebSocket-Protocol: "
                                    + bearer(TOKEN)
                                    + "\r\n")) {
                Answer answer = upgrade(http, headers);
                assertEquals(101, answer.status());
                assertEquals("peerloom", answer.header("Sec-WebSocket-Protocol"));
            }
        }
    }

    @Test
    void anythingElseDoesNot() throws Exception {
        try (HttpFixture http = http()) {
            for (String protocols :
                    List.of(
                            "peerloom",
                            "peerloom, " + TOKEN,
                            "peerloom, " + bearer(TOKEN + "x"),
                            "peerloom, " + bearer(""),
                            "peerloom, peerloom.bearer.***",
                            "peerloom, " + bearer(TOKEN) + ", " + bearer(TOKEN))) {
                String header = "Sec-WebSocket-Protocol: " + protocols + "\r\n";
                assertEquals(401, upgrade(http, header).status(), protocols);
            }
            String wrong = "Authorization: Bearer wrong\r\n";
            String right = "Sec-WebSocket-Protocol: peerloom, " + bearer(TOKEN) + "\r\n";
            assertEquals(401, upgrade(http, wrong + right).status());
        }
    }

    @Test
    void itIsForWebSocketsAlone() throws Exception {
        try (HttpFixture http = http();
                RawHttp raw = http.connect()) {
            String header = "Sec-WebSocket-Protocol: " + bearer(TOKEN) + "\r\n";
            assertEquals(401, raw.ask("GET /metrics HTTP/1.1", header, "").status());
        }
    }

    @Test
    void whoOffersNoneIsToldOfNone() throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            assertFalse(upgrade(http, "").headers().containsKey("sec-websocket-protocol"));
            Answer other = upgrade(http, "Sec-WebSocket-Protocol: chat\r\n");
            assertEquals(101, other.status());
            assertFalse(other.headers().containsKey("sec-websocket-protocol"));
        }
    }
}
