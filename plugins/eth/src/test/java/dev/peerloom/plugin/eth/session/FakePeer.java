package dev.peerloom.plugin.eth.session;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A peer that remembers why it was disconnected. */
public final class FakePeer implements Peer {
    private final NodeId id;
    private final Queue<DisconnectReason> disconnects = new ConcurrentLinkedQueue<>();

    public FakePeer(int number) {
        byte[] key = new byte[64];
        key[63] = (byte) number;
        this.id = new NodeId(key);
    }

    /** The reasons in order. */
    public List<DisconnectReason> disconnects() {
        return List.copyOf(disconnects);
    }

    @Override
    public NodeId id() {
        return id;
    }

    @Override
    public String clientName() {
        return "fake";
    }

    @Override
    public List<Capability> capabilities() {
        return List.of();
    }

    @Override
    public boolean inbound() {
        return true;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 30303);
    }

    @Override
    public void disconnect(DisconnectReason reason, String detail) {
        disconnects.add(reason);
    }
}
