package dev.peerloom.cli.ipc;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.rpc.Answers;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Dispatcher;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.Methods;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.TimedRunner;
import dev.peerloom.cli.rpc.Topic;
import dev.peerloom.core.ConfigurationException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The node's end of the socket, on real sockets. */
class IpcServerTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicReference<Consumer<Object>> sink = new AtomicReference<>();
    private final AtomicInteger topicsEnded = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();

    private Path start(Limits limits) throws ConfigurationException {
        Path path = folder.resolve("node.ipc");
        start(path, limits);
        return path;
    }

    private IpcServer start(Path path, Limits limits) throws ConfigurationException {
        Map<String, Method> methods = new HashMap<>();
        methods.put("t_echo", Method.of((params, _) -> params.plain()));
        methods.put("t_hang", Method.of("t", (_, _) -> hang()));
        methods.put("t_large", Method.of((_, _) -> "x".repeat(8 << 20)));
        Topic topic =
                (_, consumer) -> {
                    sink.set(consumer);
                    return topicsEnded::incrementAndGet;
                };
        Dispatcher dispatcher =
                new Dispatcher(
                        new Methods(
                                methods,
                                Map.of("t_events", topic),
                                _ -> Optional.empty(),
                                List::of),
                        new TimedRunner(limits.running()),
                        limits);
        Deadlines deadlines = new Deadlines();
        open.add(deadlines);
        IpcServer server = IpcServer.start(path, dispatcher, deadlines);
        open.add(server);
        return server;
    }

    private boolean hang() throws InterruptedException {
        hanging.incrementAndGet();
        release.await();
        return true;
    }

    @AfterEach
    void close() throws Exception {
        release.countDown();
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private Raw connect(Path path) throws IOException {
        Raw raw = Raw.open(path);
        open.add(raw);
        return raw;
    }

    private static String call(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    private static JsonNode answer(Raw raw) throws IOException {
        return Answers.legal(raw.line().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void requestsOfAStreamAreAnsweredOnLines() throws Exception {
        Raw raw = connect(start(Limits.DEFAULT));
        raw.send(call(1, "t_echo", "[1]") + call(2, "t_echo", "[\"}\"]\n"));
        List<Integer> ids =
                List.of(answer(raw).get("id").intValue(), answer(raw).get("id").intValue());
        assertEquals(List.of(1, 2), ids.stream().sorted().toList());
        raw.send("[" + call(3, "t_echo", "[]") + "," + call(4, "t_none", "[]") + "]");
        assertEquals(2, answer(raw).size());
        raw.send("{]" + call(5, "t_echo", "[]"));
        assertEquals(
                2,
                Stream.of(answer(raw), answer(raw))
                        .filter(a -> a.get("id").isNull() || a.get("id").intValue() == 5)
                        .count());
    }

    @Test
    void aClientThatSaysNoMoreStillGetsItsAnswers() throws Exception {
        Raw raw = connect(start(Limits.DEFAULT));
        raw.send(call(1, "t_echo", "[]"));
        raw.end();
        assertEquals(1, answer(raw).get("id").intValue());
        assertTrue(raw.isAtEnd());
    }

    @Test
    void aMethodThatHangsHoldsUpNothingElseAndIsAnsweredInTime() throws Exception {
        Limits limits = Limits.DEFAULT.withTimes(SHORT, LONG, LONG, LONG);
        Raw raw = connect(start(limits));
        raw.send(call(1, "t_hang", "[]"));
        await().until(() -> hanging.get() == 1);
        raw.send(call(2, "t_echo", "[]"));
        List<JsonNode> answers = List.of(answer(raw), answer(raw));
        for (JsonNode one : answers) {
            boolean hung = one.get("id").intValue() == 1;
            assertEquals(hung, one.has("error"), one::toString);
            if (hung) {
                assertEquals(RpcException.TIMED_OUT, one.get("error").get("code").intValue());
            }
        }
    }

    @Test
    void aRequestThatComesAByteAtATimeMustBeCompleteInTime() throws Exception {
        Limits limits = Limits.DEFAULT.withTimes(LONG, SHORT, LONG, LONG);
        Raw raw = connect(start(limits));
        raw.send("{");
        await().until(
                        () -> {
                            try {
                                raw.send(" ");
                                return false;
                            } catch (IOException closed) {
                                return true;
                            }
                        });
    }

    @Test
    void aConnectionWithoutRequestsIsClosedInTimeUnlessItSubscribed() throws Exception {
        Limits limits = Limits.DEFAULT.withTimes(LONG, LONG, LONG, SHORT);
        Path path = start(limits);
        Raw listener = connect(path);
        listener.send(call(1, "t_subscribe", "[\"events\"]"));
        String id = answer(listener).get("result").stringValue();
        Raw idle = connect(path);
        assertTrue(idle.isAtEnd());
        // The other had the same time, and is there still.
        sink.get().accept("late");
        assertTrue(listener.line().contains(id));
    }

    @Test
    void aClientThatDoesNotReadIsClosedInTime() throws Exception {
        Limits limits = Limits.DEFAULT.withTimes(LONG, LONG, SHORT, LONG);
        Raw raw = connect(start(limits));
        raw.send(call(1, "t_large", "[]"));
        // The answer does not fit the socket's buffers: what is left of it never comes.
        await().until(
                        () -> {
                            try {
                                raw.send(" ");
                                return false;
                            } catch (IOException closed) {
                                return true;
                            }
                        });
    }

    @Test
    void eventsComeAfterTheAnswerAndEndWithTheSubscription() throws Exception {
        Raw raw = connect(start(Limits.DEFAULT));
        raw.send(call(1, "t_subscribe", "[\"events\"]"));
        JsonNode first = answer(raw);
        String id = first.get("result").stringValue();
        sink.get().accept(Map.of("a", 1));
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"method\":\"t_subscription\",\"params\":{\"subscription\":\""
                        + id
                        + "\",\"result\":{\"a\":1}}}",
                raw.line());
        raw.send(call(2, "t_unsubscribe", "[\"" + id + "\"]"));
        assertTrue(answer(raw).get("result").booleanValue());
        assertTrue(topicsEnded.get() >= 1);
        raw.send(call(3, "t_unsubscribe", "[\"" + id + "\"]"));
        assertTrue(answer(raw).has("error"));
    }

    @Test
    void aSubscriberThatIsTooSlowIsToldAndDropped() throws Exception {
        Limits limits = Limits.DEFAULT.withCounts(64, 32, 16, 3, 16);
        Raw raw = connect(start(limits));
        raw.send(call(1, "t_subscribe", "[\"events\"]"));
        answer(raw);
        String large = "x".repeat(1 << 20);
        // More than socket buffers and the subscription's own hold; nobody reads meanwhile.
        for (int i = 0; topicsEnded.get() == 0 && i < 10_000; i++) {
            sink.get().accept(large);
        }
        assertEquals(1, topicsEnded.get());
        String line = raw.line();
        while (line.contains(large)) {
            line = raw.line();
        }
        assertTrue(line.contains("events were waiting"), line);
        raw.send(call(2, "t_echo", "[]"));
        assertEquals(2, answer(raw).get("id").intValue());
    }

    @Test
    void subscriptionsAndConnectionsAreCounted() throws Exception {
        Limits limits = Limits.DEFAULT.withCounts(2, 32, 1, 10, 16);
        Path path = start(limits);
        Raw first = connect(path);
        first.send(call(1, "t_subscribe", "[\"events\"]"));
        assertTrue(answer(first).has("result"));
        first.send(call(2, "t_subscribe", "[\"events\"]"));
        assertTrue(answer(first).has("error"));
        Raw second = connect(path);
        second.send(call(1, "t_echo", "[]"));
        answer(second);
        Raw third = connect(path);
        assertTrue(answer(third).get("error").get("message").stringValue().contains("connections"));
        assertTrue(third.isAtEnd());
        second.close();
        await().until(
                        () -> {
                            try (Raw again = Raw.open(path)) {
                                again.send(call(1, "t_echo", "[]"));
                                return answer(again).has("result");
                            } catch (IOException closed) {
                                return false;
                            }
                        });
        first.close();
        await().until(() -> topicsEnded.get() == 1);
    }

    @Test
    void callsOfOnePluginThatHangAreCounted() throws Exception {
        Limits limits = Limits.DEFAULT.withCounts(64, 32, 16, 10, 2);
        Raw raw = connect(start(limits));
        raw.send(call(1, "t_hang", "[]") + call(2, "t_hang", "[]"));
        await().until(() -> hanging.get() == 2);
        raw.send(call(3, "t_hang", "[]"));
        JsonNode refused = answer(raw);
        assertEquals(3, refused.get("id").intValue());
        assertTrue(refused.get("error").get("message").stringValue().contains("running already"));
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedAndTheConnectionClosed() throws Exception {
        Raw raw = connect(start(Limits.DEFAULT.withSizes(1_000, 1_000)));
        raw.send("[" + "1".repeat(1_000));
        assertEquals(RpcException.INVALID_REQUEST, answer(raw).get("error").get("code").intValue());
        assertTrue(raw.isAtEnd());
    }

    @Test
    void theSocketIsForItsOwnerOnlyAndGoesWithTheServer() throws Exception {
        Path path = folder.resolve("node.ipc");
        IpcServer server = start(path, Limits.DEFAULT);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
        Raw raw = connect(path);
        raw.send(call(1, "t_echo", "[]"));
        answer(raw);
        server.close();
        assertFalse(Files.exists(path));
        assertTrue(raw.isAtEnd());
    }

    @Test
    void aStaleSocketIsReplacedAndALiveOneIsNot() throws Exception {
        Path path = folder.resolve("node.ipc");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));
        start(path, Limits.DEFAULT);
        Raw raw = connect(path);
        raw.send(call(1, "t_echo", "[]"));
        answer(raw);
        ConfigurationException taken =
                assertThrows(ConfigurationException.class, () -> start(path, Limits.DEFAULT));
        assertTrue(taken.getMessage().contains("in use by another"), taken.getMessage());
        raw.send(call(2, "t_echo", "[]"));
        assertEquals(2, answer(raw).get("id").intValue());
    }

    @Test
    void aSocketThatAnotherNodeReplacedIsLeftAlone() throws Exception {
        Path path = folder.resolve("node.ipc");
        IpcServer first = start(path, Limits.DEFAULT);
        Files.delete(path);
        start(path, Limits.DEFAULT);
        first.close();
        assertTrue(Files.exists(path));
    }

    @Test
    void whatCannotBeASocketIsSaidInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path longest = folder.resolve("x".repeat(107 - folder.toString().length() - 1));
        Path nowhere = folder.resolve("no").resolve("where");
        for (Path path : List.of(file, link, longest, nowhere, folder)) {
            ConfigurationException e =
                    assertThrows(ConfigurationException.class, () -> start(path, Limits.DEFAULT));
            assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
            assertTrue(e.getMessage().contains("--ipc"), e.getMessage());
            assertEquals(1, e.getMessage().lines().count());
        }
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aPathAsLongAsTheSystemAllowsWorks() throws Exception {
        int room = 106 - folder.toString().length() - 1;
        Path path = folder.resolve("x".repeat(room));
        start(path, Limits.DEFAULT);
        Raw raw = connect(path);
        raw.send(call(1, "t_echo", "[]"));
        answer(raw);
    }
}
