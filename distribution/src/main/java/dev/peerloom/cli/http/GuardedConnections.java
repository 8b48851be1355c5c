package dev.peerloom.cli.http;

import dev.peerloom.cli.rpc.Deadlines;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives each connection of HTTP/1.1 its {@link Guard}. Thread-safe. */
final class GuardedConnections implements ServerConnectionSelector {
    private final ServerConnectionSelector http;
    private final Deadlines deadlines;
    private final Duration first;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * Guards connections.
     *
     * @param http makes them
     * @param first until the first request must be here
     */
    GuardedConnections(ServerConnectionSelector http, Deadlines deadlines, Duration first) {
        this.http = http;
        this.deadlines = deadlines;
        this.first = first;
    }

    /** How many connections there are. */
    int open() {
        return open.get();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Guarded(http.connection(context));
    }

    /** One connection. Its thread calls {@link #handle}, any thread closes. */
    private final class Guarded implements ServerConnection {
        private final ServerConnection connection;
        private final Guard guard;

        Guarded(ServerConnection connection) {
            this.connection = connection;
            // Interrupting the thread that reads closes the socket, also for one that writes.
            this.guard = new Guard(deadlines, () -> connection.close(true));
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            guard.limit(first);
            open.incrementAndGet();
            try {
                guard.during(() -> connection.handle(limit));
            } catch (RuntimeException e) {
                if (guard.isAborted()) {
                    throw new CloseConnectionException("the time limit has passed", e);
                }
                throw e;
            } finally {
                open.decrementAndGet();
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }
}
