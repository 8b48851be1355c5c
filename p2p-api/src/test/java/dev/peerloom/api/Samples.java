package dev.peerloom.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Values for tests in which it does not matter who a peer is. */
final class Samples {
    static final String ID = "1f".repeat(32) + "2e".repeat(32);

    private Samples() {}

    static NodeId id() {
        return NodeId.parse(ID);
    }

    static Enode enode() {
        return new Enode(id(), "192.0.2.1", 30303, 30303);
    }

    static Peer peer() {
        return new Peer() {
            @Override
            public NodeId id() {
                return Samples.id();
            }

            @Override
            public String clientName() {
                return "";
            }

            @Override
            public List<Capability> capabilities() {
                return List.of();
            }

            @Override
            public boolean inbound() {
                return false;
            }

            @Override
            public InetSocketAddress remoteAddress() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            }

            @Override
            public void disconnect(DisconnectReason reason, String detail) {
                throw new UnsupportedOperationException("no link");
            }
        };
    }
}
