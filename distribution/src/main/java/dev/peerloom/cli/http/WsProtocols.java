package dev.peerloom.cli.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.websocket.WsUpgrader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The subprotocols that a WebSocket is asked for with. A page in a browser can set no header of its
 * request but this one, so the token may come as the name of a subprotocol too: {@code
 * peerloom.bearer.} and the token in base64url. It is never one that we agree to, so that it does
 * not come back. Stateless.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-1.9">RFC 6455, section 1.9</a>
 */
final class WsProtocols {
    private static final String OURS = "peerloom";
    private static final String BEARER = "peerloom.bearer.";

    private WsProtocols() {}

    /** The values of the header Authorization, or what stands for them. */
    static List<String> authorization(Headers headers) {
        if (headers.contains(HeaderNames.AUTHORIZATION)) {
            return headers.get(HeaderNames.AUTHORIZATION).allValues();
        }
        return offered(headers).stream()
                .filter(name -> name.startsWith(BEARER))
                .map(name -> "Bearer " + decoded(name.substring(BEARER.length())))
                .toList();
    }

    /** What the answer says of them: who offers ours waits for us to agree. */
    static Optional<Headers> agreed(Headers headers) {
        if (!offered(headers).contains(OURS)) {
            return Optional.empty();
        }
        return Optional.of(
                WritableHeaders.create().add(HeaderValues.create(WsUpgrader.PROTOCOL, OURS)));
    }

    private static List<String> offered(Headers headers) {
        if (!headers.contains(WsUpgrader.PROTOCOL)) {
            return List.of();
        }
        return headers.get(WsUpgrader.PROTOCOL).allValues().stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** What is not base64url is no token. */
    private static String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
