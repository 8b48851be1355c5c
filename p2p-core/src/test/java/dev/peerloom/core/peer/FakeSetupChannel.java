package dev.peerloom.core.peer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A connection in set-up without a socket. All state is guarded by its monitor. */
final class FakeSetupChannel implements SetupChannel {
    /** The deadlines that reads had. */
    final Set<Long> deadlines = new ConcurrentSkipListSet<>();

    private final FakeConnection connection;
    private byte[] input = new byte[0];
    private boolean ended;
    private boolean handedOver;

    FakeSetupChannel(FakeConnection connection) {
        this.connection = connection;
    }

    @Override
    public FakeConnection connection() {
        return connection;
    }

    /** Bytes from the other end. */
    synchronized void deliver(byte[] bytes) {
        if (handedOver) {
            connection.deliver(bytes);
            return;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(input);
        all.writeBytes(bytes);
        input = all.toByteArray();
        notifyAll();
    }

    /** The other end closes. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized int read(byte[] into, long deadline)
            throws IOException, InterruptedException {
        deadlines.add(deadline);
        while (input.length == 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (ended) {
                throw new EOFException("the peer closed the connection");
            }
            if (left <= 0) {
                throw new SocketTimeoutException("nothing came in time");
            }
            wait(left);
        }
        int count = Math.min(into.length, input.length);
        System.arraycopy(input, 0, into, 0, count);
        input = Arrays.copyOfRange(input, count, input.length);
        return count;
    }

    @Override
    public void handOver(ConnectionListener listener, Runnable first) {
        // At once, so that what the caller does afterwards finds the link running.
        connection.onLoop(first);
        connection.listener(listener);
        synchronized (this) {
            handedOver = true;
            if (input.length > 0) {
                connection.deliver(input);
            }
        }
    }
}
