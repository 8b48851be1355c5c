package dev.peerloom.cli.http;

import dev.peerloom.cli.metrics.MetricsText;
import dev.peerloom.cli.rpc.Caller;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.Transport;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** JSON-RPC by POST at {@code /}, and the metrics. Thread-safe. */
final class RpcRoutes implements HttpService {
    /** Those that go-ethereum takes. A form in a web page can send none of them unasked. */
    private static final Set<String> JSON =
            Set.of("application/json", "application/json-rpc", "application/jsonrequest");

    private final Answers answers;
    private final Limits limits;

    RpcRoutes(Answers answers) {
        this.answers = answers;
        this.limits = answers.limits();
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/", this::rpc).get("/metrics", this::metrics).get("/ws", RpcRoutes::noUpgrade);
    }

    private static void noUpgrade(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.UPGRADE, "websocket");
        text(response, Status.create(426), "this is for WebSockets\n");
    }

    private void metrics(ServerRequest request, ServerResponse response) throws Exception {
        Guard guard = Guard.current();
        guard.unlimited();
        byte[] metrics;
        try {
            metrics = answers.metricsText();
        } catch (RpcException e) {
            guard.limit(limits.write());
            text(response, Status.SERVICE_UNAVAILABLE_503, e.text() + "\n");
            return;
        }
        guard.limit(limits.write());
        response.header(HeaderNames.CONTENT_TYPE, MetricsText.CONTENT_TYPE);
        response.send(metrics);
    }

    private void rpc(ServerRequest request, ServerResponse response) throws IOException {
        if (!isJson(request)) {
            text(
                    response,
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "the content type must be application/json\n");
            return;
        }
        Optional<byte[]> body = body(request);
        if (body.isEmpty()) {
            response.header(HeaderNames.CONNECTION, "close");
            text(
                    response,
                    Status.REQUEST_ENTITY_TOO_LARGE_413,
                    "a request has at most " + limits.body() + " bytes\n");
            return;
        }
        Guard guard = Guard.current();
        guard.unlimited();
        Caller caller = new Caller(Transport.HTTP, Optional.empty());
        Optional<byte[]> answer = answers.dispatcher().answer(body.get(), caller);
        guard.limit(limits.write());
        if (answer.isEmpty()) {
            response.status(Status.NO_CONTENT_204).send();
        } else {
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(answer.get());
        }
        caller.sent();
    }

    private static boolean isJson(ServerRequest request) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        int end = type.indexOf(';');
        String media = end < 0 ? type : type.substring(0, end);
        return JSON.contains(media.strip().toLowerCase(Locale.ROOT));
    }

    /** The body; empty if there is more of it than a request may have. */
    private Optional<byte[]> body(ServerRequest request) throws IOException {
        if (request.headers().contentLength().orElse(0) > limits.body()) {
            return Optional.empty();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(limits.body() + 1);
            return body.length > limits.body() ? Optional.empty() : Optional.of(body);
        }
    }

    private static void text(ServerResponse response, Status status, String text) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.status(status);
        response.send(text.getBytes(StandardCharsets.UTF_8));
    }
}
