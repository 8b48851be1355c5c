package dev.peerloom.cli.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsUpgrader;

import org.jspecify.annotations.Nullable;

/** Lets a connection become a WebSocket if its request may ask at all. Thread-safe. */
final class WsUpgrade extends WsUpgrader {
    private final Gate gate;

    WsUpgrade(WsConfig config, Gate gate) {
        super(config);
        this.gate = gate;
    }

    @Override
    @SuppressWarnings("NullAway") // null says that this stays a request, which is answered as such
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        if (gate.refuseUpgrade(headers).isPresent()) {
            return null;
        }
        // Ours has been asked already, and knows more than the one list that this would go by.
        headers.remove(HeaderNames.ORIGIN);
        return super.upgrade(context, prologue, headers);
    }
}
