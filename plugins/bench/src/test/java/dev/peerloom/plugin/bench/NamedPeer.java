package dev.peerloom.plugin.bench;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;

import java.net.InetSocketAddress;
import java.util.List;

/** A peer that only has a name: bench asks for nothing else. */
final class NamedPeer implements Peer {
    private static final NodeId ID = NodeId.parse("ab".repeat(64));

    @Override
    public NodeId id() {
        return ID;
    }

    @Override
    public String clientName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Capability> capabilities() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean inbound() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void disconnect(DisconnectReason reason, String detail) {
        throw new UnsupportedOperationException();
    }
}
