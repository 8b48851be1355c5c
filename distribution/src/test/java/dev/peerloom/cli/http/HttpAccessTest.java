package dev.peerloom.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.http.HttpFixture.Setup;
import dev.peerloom.cli.http.RawHttp.Answer;
import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Who may ask over HTTP, and who may not. */
class HttpAccessTest {
    private static final String BODY = HttpFixture.call(1, "t_echo", "[]");
    private static final String JSON = "Content-Type: application/json\r\n";

    @TempDir Path folder;

    private static int status(RawHttp raw, String host, String headers) throws Exception {
        raw.send(
                RawHttp.request(
                        "POST / HTTP/1.1", "Host: " + host + "\r\n" + headers + JSON, BODY));
        return raw.answer().status();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "127.0.0.1:80, 200",
        "[::1]:8545, 200",
        "[::1], 200",
        "localhost, 200",
        "LOCALHOST:1, 200",
        "node.example.org:8545, 200",
        "Node.Example.Org, 200",
        "10.1.2.3, 200",
        "evil.example, 403",
        "evil.example:8545, 403",
        "localhost.evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "xnode.example.org, 403",
    })
    void aNameThatIsNotOnTheListIsRefused(String host, int status) throws Exception {
        Setup setup = Setup.usual().withNames(List.of("node.example.org"), List.of());
        try (HttpFixture http = new HttpFixture(setup);
                RawHttp raw = http.connect()) {
            assertEquals(status, status(raw, host, ""));
        }
    }

    @Test
    void noHostOrTwoAreRefused() throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            for (String hosts : List.of("", "Host: localhost\r\nHost: evil.example\r\n")) {
                try (RawHttp raw = http.connect()) {
                    raw.send(RawHttp.request("POST / HTTP/1.1", hosts + JSON, BODY));
                    assertEquals(4, raw.answer().status() / 100);
                }
            }
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefusedUnlessItIsOnTheList() throws Exception {
        Setup setup = Setup.usual().withNames(List.of(), List.of("https://good.example"));
        try (HttpFixture http = new HttpFixture(setup)) {
            String own = "http://127.0.0.1:" + http.server.port();
            for (String origin :
                    List.of(
                            "https://evil.example",
                            "null",
                            "http://127.0.0.1:1",
                            "http://good.example")) {
                try (RawHttp raw = http.connect()) {
                    String host = "127.0.0.1:" + http.server.port();
                    assertEquals(403, status(raw, host, "Origin: " + origin + "\r\n"), origin);
                }
                try (RawHttp raw = http.connect()) {
                    assertEquals(403, raw.upgrade("/", "Origin: " + origin + "\r\n").status());
                }
            }
            for (String origin : List.of("https://good.example", own)) {
                try (RawHttp raw = http.connect()) {
                    assertEquals(101, raw.upgrade("/ws", "Origin: " + origin + "\r\n").status());
                }
                try (RawHttp raw = http.connect()) {
                    Answer answer =
                            raw.ask("POST / HTTP/1.1", JSON + "Origin: " + origin + "\r\n", BODY);
                    assertEquals(200, answer.status());
                    String told = origin.equals(own) ? "" : origin;
                    assertEquals(told, answer.header("Access-Control-Allow-Origin"));
                }
            }
        }
    }

    @Test
    void aBrowserIsToldBeforeItSendsTheToken() throws Exception {
        Setup setup =
                Setup.usual()
                        .withNames(List.of(), List.of("https://good.example"))
                        .withToken(folder.resolve("token"));
        try (HttpFixture http = new HttpFixture(setup);
                RawHttp raw = http.connect()) {
            Answer answer = raw.ask("OPTIONS / HTTP/1.1", "Origin: https://good.example\r\n", "");
            assertEquals(204, answer.status());
            assertTrue(answer.header("Access-Control-Allow-Headers").contains("Authorization"));
            assertEquals(
                    403, raw.ask("OPTIONS / HTTP/1.1", "Origin: https://bad\r\n", "").status());
        }
    }

    @Test
    void withATokenNothingButHealthIsAnsweredWithoutIt() throws Exception {
        Path file = folder.resolve("token");
        try (HttpFixture http = new HttpFixture(Setup.usual().withToken(file))) {
            String token = Files.readString(file).strip();
            for (String wrong :
                    List.of(
                            "",
                            "Authorization: Bearer\r\n",
                            "Authorization: Bearer x" + token + "\r\n",
                            "Authorization: Bearer " + token.substring(1) + "\r\n",
                            "Authorization: Basic " + token + "\r\n",
                            ("Authorization: Bearer " + token + "\r\n").repeat(2))) {
                try (RawHttp raw = http.connect()) {
                    Answer answer = raw.ask("POST / HTTP/1.1", JSON + wrong, BODY);
                    assertEquals(401, answer.status(), wrong);
                    assertEquals("Bearer", answer.header("WWW-Authenticate"));
                }
                try (RawHttp raw = http.connect()) {
                    assertEquals(401, raw.ask("GET /metrics HTTP/1.1", wrong, "").status());
                }
                try (RawHttp raw = http.connect()) {
                    assertEquals(401, raw.upgrade("/", wrong).status());
                }
            }
            String right = "Authorization: Bearer " + token + "\r\n";
            try (RawHttp raw = http.connect()) {
                assertEquals(200, raw.ask("POST / HTTP/1.1", JSON + right, BODY).status());
                assertEquals(200, raw.ask("GET /metrics HTTP/1.1", right, "").status());
                assertEquals(200, raw.ask("GET /health HTTP/1.1", "", "").status());
                assertEquals(101, raw.upgrade("/", right).status());
            }
        }
    }

    @Test
    void aTokenFileIsMadeForItsOwnerOnly() throws Exception {
        Path file = folder.resolve("token");
        String token = TokenFile.load(file);
        assertEquals(64, token.length());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(token, TokenFile.load(file), "it stays");
    }

    @Test
    void aTokenFileThatOthersCanReadIsRefused() throws Exception {
        Path file = folder.resolve("token");
        String token = TokenFile.load(file);
        assertEquals(64, token.length());
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            String message =
                    assertThrows(ConfigurationException.class, () -> TokenFile.load(file))
                            .getMessage();
            assertTrue(message.contains("chmod 600"), message);
        }
    }

    @Test
    void whatIsNoTokenIsRefused() throws Exception {
        Path file = folder.resolve("token");
        for (String text :
                List.of("", "short", "two words that are long enough", "x".repeat(2000))) {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThrows(ConfigurationException.class, () -> TokenFile.load(file), text);
        }
    }
}
