package dev.peerloom.cli.rpc;

import java.io.IOException;

/** The way to the other end of a connection. */
public interface Outlet {
    /**
     * Sends one message whole, or gives up within a time limit. One thread at a time.
     *
     * @throws IOException if the connection is of no use any more
     */
    void send(byte[] message) throws IOException;

    /** Closes the connection, whoever is sending or reading; any thread, returns at once. */
    void close();
}
