package dev.peerloom.core.peer;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The bytes of one connection, as the peer loop sees them. Every method may be called from any
 * thread and returns at once; tasks and {@link ConnectionListener} calls run one at a time on the
 * connection's own thread, the event loop.
 */
public interface Connection {
    /** The other end. */
    InetSocketAddress remoteAddress();

    /** Our end. */
    InetSocketAddress localAddress();

    /**
     * Gives bytes to the socket, or queues what it does not take at once. By one thread at a time.
     * The array may be used again when this returns.
     *
     * @return how many the socket has taken; of the others {@link ConnectionListener#sent(int)}
     *     tells
     */
    int send(byte[] bytes, int offset, int length);

    /** Switches reading of the socket on or off. To be called on the connection's thread. */
    void reading(boolean on);

    /** Runs a task on the connection's thread. */
    void execute(Runnable task);

    /** Runs a task on the connection's thread after a delay, unless the connection has closed. */
    void schedule(Runnable task, Duration delay);

    /**
     * Closes in peace: what was sent goes out, then our side ends; what still arrives is discarded
     * until the other side ends too or a second has passed. Closing at once instead would reset the
     * connection when unread bytes are waiting, and the reset overtakes a Disconnect.
     */
    void finish();

    /** Closes now; what the socket has not taken is lost. */
    void abort();

    /** Completes when the socket is closed. */
    CompletableFuture<Void> closed();
}
