package dev.peerloom.api;

import java.net.InetSocketAddress;
import java.util.List;

/** A remote node over one link. */
public interface Peer {
    NodeId id();

    String clientName();

    List<Capability> capabilities();

    boolean inbound();

    InetSocketAddress remoteAddress();

    void disconnect(DisconnectReason reason, String detail);
}
