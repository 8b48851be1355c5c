package dev.peerloom.core.peer;

import java.io.IOException;

/**
 * A connection while its handshake goes on: one thread, that of the {@link LinkSetup}, reads it.
 */
public interface SetupChannel {
    /** The connection. */
    Connection connection();

    /**
     * Waits for bytes.
     *
     * @param deadline of {@link System#nanoTime()}; absolute, so that a byte a second does not
     *     extend it
     * @return how many bytes were put at the beginning of the array, at least 1
     * @throws java.io.EOFException if the connection has closed
     * @throws java.net.SocketTimeoutException if the deadline has passed
     */
    int read(byte[] into, long deadline) throws IOException, InterruptedException;

    /**
     * Ends the set-up: the task runs on the connection's thread, and then the listener is told of
     * everything that arrives, beginning with the bytes that were not read here.
     */
    void handOver(ConnectionListener listener, Runnable first);
}
