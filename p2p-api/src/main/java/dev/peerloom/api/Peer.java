package dev.peerloom.api;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * A remote node over one link. There is one object per link, the same for every protocol on it:
 * compare by identity, also as the key of a map. A node that connects again is another Peer with
 * the same {@link #id()}. All methods may be called from any thread, also when the link is closed.
 */
public interface Peer {
    /**
     * Who it is, proven by the handshake (RLPx, section "Initial Handshake").
     *
     * @return its public key
     */
    NodeId id();

    /**
     * What it calls itself, as in {@code "Geth/v1.17.0-stable/linux-amd64/go1.26"}. This is foreign
     * text, unescaped: it may hold control characters, markup or lies.
     *
     * @return the client name of its hello, possibly empty
     */
    String clientName();

    /**
     * What it speaks, whether or not this node does too.
     *
     * @return the capabilities as its hello listed them (RLPx, section "Hello"), without those that
     *     are not legal; unmodifiable
     */
    List<Capability> capabilities();

    /**
     * Who dialled whom.
     *
     * @return true if the peer dialled this node
     */
    boolean inbound();

    /**
     * The other end of the TCP connection. For an inbound peer its port is not the one it listens
     * on.
     *
     * @return the address
     */
    InetSocketAddress remoteAddress();

    /**
     * Closes the link, for all protocols on it. Returns at once; what was written before still goes
     * out if the peer takes it in time, and every {@link MessageChannel#read()} on the link ends.
     * If the link is closing already, nothing happens: the first cause wins.
     *
     * @param reason what the peer is told; UNKNOWN, which has no code, is sent as SUBPROTOCOL_ERROR
     * @param detail what logs, {@code admin_disconnects} and {@link PeerEvent.Disconnected} say;
     *     not sent
     */
    void disconnect(DisconnectReason reason, String detail);
}
