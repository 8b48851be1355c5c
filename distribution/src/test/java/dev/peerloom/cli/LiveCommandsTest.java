package dev.peerloom.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.ipc.IpcServer;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Dispatcher;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.Methods;
import dev.peerloom.cli.rpc.Params;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.TimedRunner;
import dev.peerloom.cli.rpc.Topic;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** {@code attach trace} and {@code attach top} against a socket that tells what a test wants. */
class LiveCommandsTest {
    @TempDir Path folder;

    private final AtomicReference<Consumer<Object>> sink = new AtomicReference<>();
    private final AtomicReference<List<Object>> asked = new AtomicReference<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Deadlines deadlines = new Deadlines();
    private Path socket;
    private IpcServer server;

    private final class Trace implements Topic {
        @Override
        public Runnable start(Params params, Consumer<Object> consumer) throws RpcException {
            asked.set(params.plain());
            sink.set(consumer);
            return () -> {};
        }

        @Override
        public boolean isLossy() {
            return true;
        }
    }

    @BeforeEach
    void start() throws Exception {
        socket = folder.resolve("s");
        Map<String, Object> load =
                Map.of(
                        "bytesRead",
                        5,
                        "protocols",
                        List.of(Map.of("protocol", "eth/69", "plugin", "eth")),
                        "peers",
                        List.of(Map.of("id", "ab".repeat(32), "name", "\u001b[31mr\u009b0med")));
        Limits limits = Limits.DEFAULT.withCounts(8, 8, 8, 2, 8);
        Methods methods =
                new Methods(
                        Map.of("admin_load", Method.of((_, _) -> load)),
                        Map.of("admin_trace", new Trace()),
                        _ -> Optional.empty(),
                        List::of);
        server =
                IpcServer.start(
                        socket, new Dispatcher(methods, new TimedRunner(8), limits), deadlines);
    }

    @AfterEach
    void stop() {
        server.close();
        deadlines.close();
    }

    private int peerloom(String... args) {
        return new Cli(
                        Map.of(),
                        Optional.empty(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> event(String protocol, String data) {
        return Map.of(
                "at",
                "2026-11-28T01:02:03.456Z",
                "peer",
                "ab".repeat(32),
                "direction",
                "in",
                "protocol",
                protocol,
                "code",
                2,
                "size",
                3,
                "data",
                data);
    }

    private CompletableFuture<Integer> trace(String... args) {
        CompletableFuture<Integer> code =
                CompletableFuture.supplyAsync(() -> peerloom(args), Thread.ofVirtual()::start);
        await().until(() -> sink.get() != null);
        return code;
    }

    @Test
    void aTraceShowsALineForEachMessage() throws Exception {
        CompletableFuture<Integer> code =
                trace("attach", "trace", "--ipc", socket.toString(), "--count", "2", "eth/69");
        assertEquals(List.of("eth/69", 64L), asked.get());
        sink.get().accept(event("eth/69", "0xc20105"));
        sink.get().accept(event("e\u001b[2Jth", "0x000000"));
        assertEquals(ExitCode.OK, code.get());
        List<String> lines = out().lines().toList();
        assertEquals(2, lines.size(), out());
        assertTrue(
                lines.getFirst()
                        .matches(
                                "\\d\\d:\\d\\d:03\\.456  in   eth/69 +0x02 +3 B +(ab){8}  \\[0x01, 0x05\\]"),
                out());
        assertTrue(lines.getLast().contains("e\\u001b[2Jth"), out());
        assertTrue(lines.getLast().endsWith("0x000000"), out());
    }

    @Test
    void theOptionOfTheGroupIsTheSame() throws Exception {
        CompletableFuture<Integer> code =
                trace(
                        "attach",
                        "--trace",
                        "eth",
                        "--ipc",
                        socket.toString(),
                        "--count",
                        "1",
                        "--raw",
                        "--bytes",
                        "2");
        assertEquals(List.of("eth", 2L), asked.get());
        sink.get().accept(event("eth/69", "0xc201"));
        assertEquals(ExitCode.OK, code.get());
        assertTrue(out().strip().endsWith("0xc201…"), out());
    }

    @Test
    void aTraceThatIsTooSlowSaysHowMuchItMissed() throws Exception {
        CompletableFuture<Integer> code =
                trace("attach", "trace", "--json", "--ipc", socket.toString(), "--count", "3000");
        String line = "x".repeat(10_000);
        // Two may wait, so of many at once some do not get through.
        await().until(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                sink.get().accept(event(line, "0x"));
                            }
                            return out().contains("\"missed\":");
                        });
        server.close();
        assertEquals(ExitCode.FAILED, code.get());
    }

    @Test
    void wrongNumbersAreOneLine() {
        for (String[] args :
                List.of(
                        new String[] {"attach", "trace", "--bytes", "many"},
                        new String[] {"attach", "trace", "--count", "-1"},
                        new String[] {"attach", "top", "--interval", "0"},
                        new String[] {"attach", "top", "--interval", "soon"})) {
            err.reset();
            assertEquals(ExitCode.USAGE, peerloom(args));
            assertEquals(1, err.toString(StandardCharsets.UTF_8).lines().count());
        }
    }

    @Test
    void topPrintsOneFrameForScripts() {
        assertEquals(
                ExitCode.OK,
                peerloom(
                        "attach",
                        "top",
                        "--once",
                        "--interval",
                        "0.1",
                        "--ipc",
                        socket.toString()));
        assertTrue(out().contains("eth/69"), out());
        assertTrue(out().contains("?[31mr?0med"), out());
        out.reset();
        assertEquals(
                ExitCode.OK,
                peerloom(
                        "attach",
                        "top",
                        "--once",
                        "--json",
                        "--interval",
                        "0.1",
                        "--ipc",
                        socket.toString()));
        assertEquals(1, out().lines().count());
        assertTrue(out().contains("\"protocol\":\"eth/69\""), out());
        assertTrue(out().contains("\"name\":\"\\u001B[31mr\\u009B0med\""), out());
    }
}
