package dev.peerloom.core.net;

import dev.peerloom.core.peer.Connection;
import dev.peerloom.core.peer.ConnectionListener;
import dev.peerloom.core.peer.SetupChannel;

import java.io.IOException;

/** A connection that came in, and takes a place for its handshake with its first bytes. */
final class PatientChannel implements SetupChannel {
    private final SetupChannel channel;
    private final PendingPlaces.Visit visit;

    PatientChannel(SetupChannel channel, PendingPlaces.Visit visit) {
        this.channel = channel;
        this.visit = visit;
    }

    @Override
    public Connection connection() {
        return channel.connection();
    }

    @Override
    public int read(byte[] into, long deadline) throws IOException, InterruptedException {
        visit.listen();
        int count;
        try {
            count = channel.read(into, deadline);
        } finally {
            visit.stopListening();
        }
        visit.enter();
        return count;
    }

    @Override
    public void handOver(ConnectionListener listener, Runnable first) {
        channel.handOver(listener, first);
    }
}
