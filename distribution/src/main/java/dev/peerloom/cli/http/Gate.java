package dev.peerloom.cli.http;

import dev.peerloom.cli.http.Access.Refusal;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What every request passes: who may ask, what browsers are told about it, and the time limits
 * around it. Thread-safe.
 */
final class Gate implements Filter {
    private final Access access;
    private final Duration message;
    private final Duration idle;
    private volatile boolean stopping;

    /**
     * The gate of a server.
     *
     * @param message how long a request's body may take
     * @param idle until the next request on the same connection must be here
     */
    Gate(Access access, Duration message, Duration idle) {
        this.access = access;
        this.message = message;
        this.idle = idle;
    }

    /** From now on only {@code /health} is answered. */
    void stopping() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Why a request to become a WebSocket is refused, if it is. */
    Optional<Refusal> refuseUpgrade(Headers headers) {
        Optional<Refusal> refusal = refuseCaller(headers).or(this::refuseWhenStopping);
        return refusal.isPresent()
                ? refusal
                : access.refuseWithoutToken(WsProtocols.authorization(headers));
    }

    private Optional<Refusal> refuse(RoutingRequest request) {
        Headers headers = request.headers();
        Optional<Refusal> refusal = refuseCaller(headers);
        // A browser asks whether it may send the token before it sends it.
        if (refusal.isPresent()
                || isPreflight(request)
                || HealthRoutes.isHealth(request.path().path())) {
            return refusal;
        }
        refusal = refuseWhenStopping();
        if (refusal.isPresent() || Dashboard.isPage(request)) {
            return refusal;
        }
        return access.refuseWithoutToken(all(headers, HeaderNames.AUTHORIZATION));
    }

    private Optional<Refusal> refuseCaller(Headers headers) {
        return access.refuse(all(headers, HeaderNames.HOST), headers.first(HeaderNames.ORIGIN));
    }

    private Optional<Refusal> refuseWhenStopping() {
        return stopping ? Optional.of(new Refusal(503, "the node is stopping")) : Optional.empty();
    }

    private static List<String> all(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).allValues() : List.of();
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Guard guard = Guard.current();
        guard.limit(message);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header("X-Content-Type-Options", "nosniff");
        Optional<Refusal> refusal = refuse(request);
        if (refusal.isPresent()) {
            answer(response, refusal.get());
        } else {
            tellBrowser(request, response);
            if (isPreflight(request)) {
                response.status(Status.NO_CONTENT_204).send();
            } else {
                chain.proceed();
            }
        }
        if (isLast(request, response)) {
            // The server says so in its answer, and would wait for the caller to close.
            throw new CloseConnectionException("this was the last request");
        }
        guard.limit(idle);
    }

    private static boolean isLast(RoutingRequest request, RoutingResponse response) {
        return request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private static boolean isPreflight(RoutingRequest request) {
        return request.prologue().method().text().equals("OPTIONS");
    }

    private void tellBrowser(RoutingRequest request, RoutingResponse response) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        response.header(HeaderNames.VARY, "Origin");
        if (origin.isPresent() && access.isListedOrigin(origin.get())) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin.get());
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            response.header(
                    HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type");
        }
    }

    private static void answer(RoutingResponse response, Refusal refusal) {
        if (refusal.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        response.header(HeaderNames.CONNECTION, "close");
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.status(Status.create(refusal.status()));
        response.send((refusal.message() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
