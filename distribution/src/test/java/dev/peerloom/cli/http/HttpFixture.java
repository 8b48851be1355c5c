package dev.peerloom.cli.http;

import dev.peerloom.cli.Brand;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Dispatcher;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.Methods;
import dev.peerloom.cli.rpc.TimedRunner;
import dev.peerloom.cli.rpc.Topic;
import dev.peerloom.cli.settings.HttpSettings;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A server on a free port of loopback, with methods made for tests. Used by one thread. */
final class HttpFixture implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(1);
    static final Duration SHORT = Duration.ofMillis(200);
    static final HttpServer.Times PATIENT = new HttpServer.Times(LONG, LONG, LONG);

    final CountDownLatch release = new CountDownLatch(1);
    final AtomicReference<Consumer<Object>> sink = new AtomicReference<>();
    final AtomicInteger topicsEnded = new AtomicInteger();
    final AtomicBoolean ready = new AtomicBoolean(true);
    final Answers answers;
    final HttpServer server;
    private final List<Closeable> open = new ArrayList<>();

    /** What differs between tests. */
    record Setup(
            Brand brand,
            Limits limits,
            HttpServer.Times times,
            List<String> hosts,
            List<String> origins,
            Optional<Path> tokenFile,
            Callable<byte[]> metrics) {

        static Setup usual() {
            return new Setup(
                    new Brand("peerloom", "1.2.3", "", true),
                    Limits.DEFAULT,
                    PATIENT,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    () -> "up 1\n".getBytes(StandardCharsets.UTF_8));
        }

        Setup with(Limits newLimits) {
            return new Setup(brand, newLimits, times, hosts, origins, tokenFile, metrics);
        }

        Setup with(HttpServer.Times newTimes) {
            return new Setup(brand, limits, newTimes, hosts, origins, tokenFile, metrics);
        }

        Setup with(Brand newBrand) {
            return new Setup(newBrand, limits, times, hosts, origins, tokenFile, metrics);
        }

        Setup withToken(Path file) {
            return new Setup(brand, limits, times, hosts, origins, Optional.of(file), metrics);
        }

        Setup withNames(List<String> newHosts, List<String> newOrigins) {
            return new Setup(brand, limits, times, newHosts, newOrigins, tokenFile, metrics);
        }

        Setup withMetrics(Callable<byte[]> newMetrics) {
            return new Setup(brand, limits, times, hosts, origins, tokenFile, newMetrics);
        }
    }

    HttpFixture() throws Exception {
        this(Setup.usual());
    }

    HttpFixture(Setup setup) throws Exception {
        Map<String, Method> methods = new HashMap<>();
        methods.put("t_echo", Method.of((params, _) -> params.plain()));
        methods.put("t_hang", Method.of("t", (_, _) -> hang()));
        methods.put("t_large", Method.of((_, _) -> "x".repeat(8 << 20)));
        Topic topic =
                (_, consumer) -> {
                    sink.set(consumer);
                    return topicsEnded::incrementAndGet;
                };
        TimedRunner runner = new TimedRunner(setup.limits().running());
        Dispatcher dispatcher =
                new Dispatcher(
                        new Methods(
                                methods,
                                Map.of("t_events", topic),
                                _ -> Optional.empty(),
                                List::of),
                        runner,
                        setup.limits());
        Deadlines deadlines = new Deadlines();
        open.add(deadlines::close);
        HttpSettings settings =
                new HttpSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        setup.tokenFile(),
                        setup.hosts(),
                        setup.origins());
        answers = new Answers(setup.brand(), dispatcher, runner, setup.metrics(), ready::get);
        server = HttpServer.start(settings, answers, deadlines, setup.times());
        open.add(server::close);
    }

    private boolean hang() throws InterruptedException {
        release.await();
        return true;
    }

    RawHttp connect() throws IOException {
        return connect(0);
    }

    RawHttp connect(int receiveBuffer) throws IOException {
        RawHttp raw = new RawHttp(server.port(), receiveBuffer);
        open.add(raw::close);
        return raw;
    }

    static String call(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    @Override
    public void close() throws IOException {
        release.countDown();
        for (Closeable one : open.reversed()) {
            one.close();
        }
    }
}
