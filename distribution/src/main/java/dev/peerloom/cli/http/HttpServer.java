package dev.peerloom.cli.http;

import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.settings.HttpSettings;
import dev.peerloom.core.ConfigurationException;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The admin interface over HTTP: JSON-RPC, WebSockets, the dashboard, metrics, health. A virtual
 * thread serves each connection. Thread-safe.
 */
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final int LONGEST_PATH = 2048;
    private static final int LARGEST_HEADERS = 16 << 10;

    /**
     * How long is waited for what.
     *
     * @param request until a connection's first request must be here, its body not included
     * @param idle until the next one
     * @param beat how often a WebSocket must show that it lives
     */
    record Times(Duration request, Duration idle, Duration beat) {
        static final Times DEFAULT =
                new Times(Duration.ofSeconds(10), Duration.ofMinutes(1), WsEndpoint.BEAT);
    }

    private final WebServer server;
    private final Gate gate;
    private final GuardedConnections connections;

    private HttpServer(WebServer server, Gate gate, GuardedConnections connections) {
        this.server = server;
        this.gate = gate;
        this.connections = connections;
    }

    /**
     * Opens the port and answers on it.
     *
     * @throws ConfigurationException in one line why it cannot be opened
     */
    public static HttpServer start(HttpSettings settings, Answers answers, Deadlines deadlines)
            throws ConfigurationException {
        return start(settings, answers, deadlines, Times.DEFAULT);
    }

    static HttpServer start(
            HttpSettings settings, Answers answers, Deadlines deadlines, Times times)
            throws ConfigurationException {
        checkFree(settings.address());
        Optional<Path> file = settings.tokenFile();
        Optional<String> token =
                file.isPresent() ? Optional.of(TokenFile.load(file.get())) : Optional.empty();
        Access access = new Access(settings.hosts(), settings.origins(), token);
        Gate gate = new Gate(access, answers.limits().message(), times.idle());
        WsConfig ws = WsConfig.builder().maxFrameLength(answers.limits().body()).build();
        GuardedConnections connections =
                new GuardedConnections(http(ws, gate), deadlines, times.request());
        Supplier<WsListener> endpoint = () -> new WsEndpoint(answers, deadlines, times.beat());
        WebServer server =
                WebServer.builder()
                        .address(settings.address().getAddress())
                        .port(settings.address().getPort())
                        .backlog(BACKLOG)
                        .maxTcpConnections(answers.limits().connections())
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .addProtocol(ws)
                        .addConnectionSelector(connections)
                        .routing(
                                HttpRouting.builder()
                                        .addFilter(gate)
                                        .register(
                                                new RpcRoutes(answers),
                                                new Dashboard(answers.brand(), access.needsToken()),
                                                new HealthRoutes(answers, gate)))
                        .addRouting(
                                WsRouting.builder()
                                        .endpoint("/", endpoint)
                                        .endpoint("/ws", endpoint))
                        .build();
        server.start();
        if (!server.isRunning()) {
            throw taken(settings.address(), new IOException("the server did not start"));
        }
        return new HttpServer(server, gate, connections);
    }

    /** Helidon logs why it cannot listen, and tells nobody. */
    private static void checkFree(InetSocketAddress address) throws ConfigurationException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw taken(address, e);
        }
    }

    private static ConfigurationException taken(InetSocketAddress address, IOException e) {
        return new ConfigurationException(
                "cannot listen on %s (http): %s; choose another address with --http"
                        .formatted(text(address), e.getMessage()),
                e);
    }

    private static Http1ConnectionSelector http(WsConfig ws, Gate gate) {
        return Http1ConnectionSelector.builder()
                .config(
                        Http1Config.builder()
                                .maxPrologueLength(LONGEST_PATH)
                                .maxHeadersSize(LARGEST_HEADERS)
                                .build())
                .addUpgrader(new WsUpgrade(ws, gate))
                .build();
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** How many connections there are. */
    int connections() {
        return connections.open();
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Answers nothing from now on but that the node is not ready. */
    public void stopping() {
        gate.stopping();
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        gate.stopping();
        server.stop();
    }
}
