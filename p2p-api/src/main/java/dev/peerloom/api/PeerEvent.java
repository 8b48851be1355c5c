package dev.peerloom.api;

/** What happens to peers. */
public interface PeerEvent {
    Peer peer();

    record Connected(Peer peer) implements PeerEvent {}

    record Disconnected(Peer peer, boolean byRemote, int code, String detail)
            implements PeerEvent {}

    record MessageSent(Peer peer, Capability capability, int code, int size) implements PeerEvent {}

    record MessageReceived(Peer peer, Capability capability, int code, int size)
            implements PeerEvent {}
}
