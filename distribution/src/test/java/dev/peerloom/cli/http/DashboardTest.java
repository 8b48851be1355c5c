package dev.peerloom.cli.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.Brand;
import dev.peerloom.cli.http.HttpFixture.Setup;
import dev.peerloom.cli.http.RawHttp.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page for browsers: what is served to whom, and what browsers are told about it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardTest {
    private static final Path SOURCES =
            Path.of("src/main/resources/dev/peerloom/cli/http/dashboard");

    /** What one file says of another: in elements, in imports and in style sheets. */
    private static final Pattern REFERENCE =
            Pattern.compile("(?:src=|href=|from |import |import\\(|url\\()[\"']([^\"'#]+)[\"']");

    @TempDir Path folder;

    private static Answer get(HttpFixture http, String path, String headers) throws Exception {
        try (RawHttp raw = http.connect()) {
            return raw.ask("GET " + path + " HTTP/1.1", headers, "");
        }
    }

    @Test
    void thePageSaysWhoseNodeItIs() throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            String page = get(http, "/", "").body();
            assertTrue(page.contains("<title>Peerloom 1.2.3</title>"), page);
            assertTrue(page.contains("data-token=\"none\""), page);
        }
        Brand acme = new Brand("acme<node>", "2 & \"3\"", "", false);
        try (HttpFixture http = new HttpFixture(Setup.usual().with(acme))) {
            String page = get(http, "/", "").body();
            assertTrue(page.contains("<title>acme&lt;node> 2 &amp; &quot;3&quot;</title>"), page);
            assertFalse(page.contains("Peerloom"), page);
            assertFalse(page.contains("{{"), page);
        }
    }

    /** Every file that is named is there, every one that is there is named, and none is abroad. */
    @Test
    void allThatThePageLoadsIsItsOwn() throws Exception {
        Set<String> named = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(List.of("/"));
        try (HttpFixture http = new HttpFixture()) {
            while (!next.isEmpty()) {
                String path = next.pop();
                Answer answer = get(http, path, "");
                assertEquals(200, answer.status(), path);
                if (path.contains("uPlot")) {
                    continue; // it names nothing, and is not ours to read
                }
                Matcher reference = REFERENCE.matcher(answer.body());
                while (reference.find()) {
                    URI uri = URI.create(path).resolve(reference.group(1));
                    assertFalse(uri.isAbsolute(), uri.toString());
                    assertTrue(uri.getPath().startsWith("/dashboard/"), uri::toString);
                    if (named.add(uri.getPath().substring("/dashboard/".length()))) {
                        next.push(uri.getPath());
                    }
                }
            }
        }
        Set<String> there = new TreeSet<>(Set.of("uPlot.iife.min.js", "uPlot.min.css"));
        there.addAll(files());
        there.remove("index.html");
        assertEquals(there, named);
    }

    private static Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void noFileNamesAnAddress() throws Exception {
        for (String file : files()) {
            String text = Files.readString(SOURCES.resolve(file));
            String own = text.replace("http://www.w3.org/2000/svg", "");
            assertFalse(own.matches("(?s).*https?://.*"), file);
            assertFalse(own.matches("(?s).*(innerHTML|outerHTML|insertAdjacent|eval\\().*"), file);
            assertFalse(own.matches("(?s).*\\s(style|on[a-z]+)=\".*"), file);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8",
        "/dashboard/main.js, text/javascript; charset=utf-8",
        "/dashboard/style.css, text/css; charset=utf-8",
        "/dashboard/icon.svg, image/svg+xml",
        "/dashboard/uPlot.iife.min.js, text/javascript; charset=utf-8",
    })
    void browsersAreHeldToWhatThePageNeeds(String path, String type) throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            Answer answer = get(http, path, "");
            assertEquals(type, answer.header("Content-Type"));
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals("no-referrer", answer.header("Referrer-Policy"));
            assertEquals("same-origin", answer.header("Cross-Origin-Opener-Policy"));
            assertEquals("same-origin", answer.header("Cross-Origin-Resource-Policy"));
            assertEquals("require-corp", answer.header("Cross-Origin-Embedder-Policy"));
            List<String> policy = List.of(answer.header("Content-Security-Policy").split("; ", -1));
            assertTrue(
                    policy.containsAll(
                            List.of(
                                    "default-src 'none'",
                                    "script-src 'self'",
                                    "style-src 'self'",
                                    "connect-src 'self'",
                                    "base-uri 'none'",
                                    "form-action 'none'",
                                    "frame-ancestors 'none'")),
                    policy::toString);
            assertFalse(policy.toString().contains("unsafe"), policy::toString);
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            for (String path : List.of("/", "/dashboard/main.js")) {
                Answer first = get(http, path, "");
                assertEquals("no-cache", first.header("Cache-Control"));
                String tag = first.header("ETag");
                assertTrue(tag.matches("\"[0-9a-f]{24}\""), tag);
                Answer second = get(http, path, "If-None-Match: " + tag + "\r\n");
                assertEquals(304, second.status());
                assertEquals("", second.body());
                assertEquals(tag, second.header("ETag"));
                assertEquals(200, get(http, path, "If-None-Match: \"x\"\r\n").status());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard/",
                "/dashboard/none.js",
                "/dashboard/index.html",
                "/dashboard/uPlot.LICENSE",
                "/dashboard/../PageFile.class",
                "/dashboard/%2e%2e%2fPageFile.class",
                "/dashboard/.js",
                "/dashboard/a/main.js",
                "/dashboard/main.js%00.css",
            })
    void whatIsNoFileOfThePageIsNotThere(String path) throws Exception {
        try (HttpFixture http = new HttpFixture()) {
            int status = get(http, path, "").status();
            assertTrue(status == 404 || status == 400, path + ": " + status);
        }
    }

    @Test
    void thePageNeedsNoTokenAndAnythingElseDoes() throws Exception {
        Path file = folder.resolve("token");
        try (HttpFixture http = new HttpFixture(Setup.usual().withToken(file))) {
            assertTrue(get(http, "/", "").body().contains("data-token=\"needed\""));
            assertEquals(200, get(http, "/dashboard/main.js", "").status());
            assertEquals(401, get(http, "/metrics", "").status());
            assertEquals(401, get(http, "/ws", "").status());
            for (String way : List.of("..", "%2e%2e", "..;", "main.js/..", "main.js/../..", ".")) {
                String path = "/dashboard/" + way + "/metrics";
                assertTrue(get(http, path, "").status() >= 400, path);
            }
            try (RawHttp raw = http.connect()) {
                assertEquals(401, raw.post(HttpFixture.call(1, "t_echo", "[]")).status());
            }
            try (RawHttp raw = http.connect()) {
                assertEquals(401, raw.ask("POST /dashboard/x HTTP/1.1", "", "").status());
            }
            assertFalse(
                    get(http, "/", "").body().contains(Files.readString(file).strip()),
                    "it is not told either");
        }
    }

    @Test
    void foreignNamesAndPagesDoNotGetThePage() throws Exception {
        try (HttpFixture http = new HttpFixture();
                RawHttp raw = http.connect()) {
            raw.send(RawHttp.request("GET / HTTP/1.1", "Host: evil.example\r\n", ""));
            assertEquals(403, raw.answer().status());
            assertEquals(403, get(http, "/", "Origin: https://evil.example\r\n").status());
        }
    }
}
