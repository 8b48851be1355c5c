package dev.peerloom.cli.ipc;

import dev.peerloom.cli.Lines;
import dev.peerloom.cli.rpc.Connection;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Dispatcher;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.Transport;
import dev.peerloom.core.ConfigurationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers JSON-RPC on a Unix socket: JSON values one after the other in a stream, each answer on a
 * line. A virtual thread accepts, one more reads each connection. Thread-safe.
 */
public final class IpcServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IpcServer.class);

    private final SocketFile file;
    private final Dispatcher dispatcher;
    private final Deadlines deadlines;
    private final Limits limits;
    private final Set<IpcConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private IpcServer(SocketFile file, Dispatcher dispatcher, Deadlines deadlines) {
        this.file = file;
        this.dispatcher = dispatcher;
        this.deadlines = deadlines;
        this.limits = dispatcher.limits();
    }

    /**
     * Opens the socket and answers on it.
     *
     * @throws ConfigurationException in one line why the socket cannot be opened
     */
    public static IpcServer start(Path path, Dispatcher dispatcher, Deadlines deadlines)
            throws ConfigurationException {
        IpcServer server = new IpcServer(SocketFile.open(path), dispatcher, deadlines);
        Thread.ofVirtual().name("ipc accept").start(server::accept);
        return server;
    }

    private void accept() {
        while (!closed) {
            try {
                serve(file.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Out of file handles, for example: those that are connected go on.
                LOG.warn(
                        "ipc: cannot accept a connection: {}",
                        Lines.escape(String.valueOf(e.getMessage())));
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(100);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void serve(SocketChannel channel) {
        IpcConnection ends = new IpcConnection(channel, deadlines, limits);
        Connection connection = new Connection(dispatcher, ends, Transport.IPC);
        boolean full = connections.size() >= limits.connections();
        connections.add(ends);
        Thread.ofVirtual()
                .name("ipc connection")
                .start(
                        () -> {
                            try {
                                if (full) {
                                    connection.reject(
                                            new RpcException(
                                                    RpcException.FAILED,
                                                    "there are too many connections"));
                                } else {
                                    ends.read(connection);
                                }
                            } catch (AsynchronousCloseException e) {
                                LOG.debug("ipc: connection closed", e);
                            } catch (IOException e) {
                                LOG.debug("ipc: connection lost", e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                connection.close();
                                connections.remove(ends);
                            }
                        });
        if (closed) {
            ends.close();
        }
    }

    /** Stops listening, deletes the socket and closes every connection. */
    @Override
    public void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn(
                    "ipc: the socket was not deleted: {}",
                    Lines.escape(String.valueOf(e.getMessage())));
        }
        connections.forEach(IpcConnection::close);
    }
}
