package dev.peerloom.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A node's admin interface from outside its process. */
class HttpIT {
    private static final Pattern PORT =
            Pattern.compile("admin interface at http://127\\.0\\.0\\.1:(\\d+)");

    /** Every kind of text that a terminal or a log reader would act on. */
    private static final String EVIL = "\u001b[2J\u001b]0;owned\u0007\r\nINFO forged\n\u202e\u009b";

    @TempDir Path folder;
    private Path data;

    @BeforeEach
    void folders() throws IOException {
        data = folder.resolve("data");
        Files.createDirectory(folder.resolve("plugins"));
    }

    private Launched run(Map<String, String> environment, String... more) throws IOException {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "0",
                                "--data-dir",
                                data.toString(),
                                "--plugins-dir",
                                folder.resolve("plugins").toString()));
        args.addAll(List.of(more));
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("PEERLOOM_JAVA", System.getProperty("java.home"));
        return Launched.start(Launched.launcher(), all, args);
    }

    private static int port(Launched node) throws InterruptedException {
        Matcher port = PORT.matcher(node.awaitErr(line -> PORT.matcher(line).find()));
        assertTrue(port.find());
        return Integer.parseInt(port.group(1));
    }

    /** Sends bytes and returns what comes until the node closes. */
    private static String http(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    private static String post(String body) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }

    @Test
    void metricsHealthAndThePageAreThereOnceTheNodeIsReady() throws Exception {
        try (Launched node = run(Map.of(), "--http", "127.0.0.1:0")) {
            int port = port(node);
            node.awaitReady();
            assertTrue(http(port, get("/health")).contains("\"ready\":true"));
            assertTrue(http(port, get("/metrics")).contains("\npeerloom_p2p_peers{"));
            assertTrue(http(port, get("/")).contains("<title>Peerloom "));
            assertTrue(http(port, get("/dashboard/uPlot.iife.min.js")).contains("uPlot"));
            String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"net_listening\"}";
            assertTrue(http(port, post(call)).endsWith("\"result\":true}"));
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
    }

    @Test
    void withoutHttpNothingOfItIsLoaded() throws Exception {
        assertFalse(loadsHelidon());
        assertTrue(loadsHelidon("--http", "127.0.0.1:0"), "the test would see it");
    }

    private boolean loadsHelidon(String... more) throws Exception {
        Path classes = folder.resolve("classes");
        try (Launched node =
                run(
                        Map.of(
                                "PEERLOOM_JAVA_OPTS",
                                Launched.FAST + " -Xlog:class+load:file=" + classes),
                        more)) {
            node.awaitReady();
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
        }
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.anyMatch(line -> line.contains("io.helidon."));
        }
    }

    /** What callers send comes back, or is logged, in printable text only, and makes no file. */
    @Test
    void noCallerGetsUnescapedBytesIntoTheLogOrFilesOutOfTheDataDirectory() throws Exception {
        try (Launched node = run(Map.of(), "--http", "127.0.0.1:0", "--log-level", "debug")) {
            int port = port(node);
            node.awaitReady();
            Set<Path> before = outside();
            String text = json(EVIL + "../../../" + folder.resolve("made"));
            for (String call :
                    List.of(
                            call(text, "[]"),
                            call("\"plugin_load\"", "[" + text + "]"),
                            call("\"plugin_verify\"", "[" + text + "]"),
                            call("\"plugin_unload\"", "[" + text + "]"),
                            call("\"plugin_load\"", "[\"" + folder.resolve("made") + "\"]"),
                            call("\"admin_peers\"", "[" + text + "]"),
                            call("\"admin_subscribe\"", "[" + text + "]"),
                            call("\"admin_subscribe\"", "[\"trace\"," + text + "]"),
                            "{" + text + ":" + EVIL,
                            EVIL)) {
                assertPlain(ipc(call).strip());
                String answer = http(port, post(call));
                assertPlain(answer.substring(answer.indexOf("\r\n\r\n") + 4).strip());
            }
            http(port, "GET /\u001b[2J HTTP/1.1\r\nHost: \u001b[2J\r\n\r\n");
            http(port, "\u001b[2J\u001b[2J / HTTP/1.1\r\n\r\n");
            http(port, "GET / HTTP/1.1\r\nHost: localhost\r\nX\u001b: \u001b[2J\r\n\r\n");
            assertEquals(before, outside());
            node.terminate();
            assertEquals(0, node.exit(), node::toString);
            node.err().forEach(HttpIT::assertPlain);
            assertTrue(node.err().stream().noneMatch(line -> line.startsWith("INFO forged")));
        }
    }

    private Set<Path> outside() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Set<Path> all = new TreeSet<>(files.toList());
            all.removeIf(path -> path.startsWith(data));
            return all;
        }
    }

    private static String call(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":" + method + ",\"params\":" + params + "}";
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
        return json.append('"').toString();
    }

    private String ipc(String request) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(data.resolve("peerloom.ipc")));
            socket.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            socket.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            int count = socket.read(answer);
            while (count >= 0 && answer.hasRemaining()) {
                count = socket.read(answer);
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }

    private static void assertPlain(String text) {
        for (String line : text.split("\n", -1)) {
            assertTrue(
                    line.codePoints()
                            .allMatch(
                                    c ->
                                            !Character.isISOControl(c)
                                                    && Character.getType(c) != Character.FORMAT),
                    () -> "not plain: " + line.replace("\u001b", "<ESC>"));
        }
    }
}
