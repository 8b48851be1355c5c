package dev.peerloom.cli.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;

/**
 * {@code /health}, {@code /health/live} and {@code /health/ready}: 200 if so and 503 if not, with
 * both in the body. Whoever starts and watches the node asks this without a token. Thread-safe.
 */
final class HealthRoutes implements HttpService {
    private static final String PATH = "/health";

    private final Answers answers;
    private final Gate gate;

    HealthRoutes(Answers answers, Gate gate) {
        this.answers = answers;
        this.gate = gate;
    }

    /** Whether a request asks only for this. */
    static boolean isHealth(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::ready)
                .get(PATH + "/ready", this::ready)
                .get(PATH + "/live", this::live);
    }

    private void ready(ServerRequest request, ServerResponse response) throws Exception {
        boolean ready = isReady();
        answer(response, ready, ready);
    }

    /** That it answers at all is what it says. */
    private void live(ServerRequest request, ServerResponse response) throws Exception {
        answer(response, true, isReady());
    }

    private boolean isReady() throws Exception {
        return !gate.isStopping() && answers.ready();
    }

    private static void answer(ServerResponse response, boolean good, boolean ready) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.status(good ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        String body = "{\"live\":true,\"ready\":" + ready + "}\n";
        response.send(body.getBytes(StandardCharsets.US_ASCII));
    }
}
