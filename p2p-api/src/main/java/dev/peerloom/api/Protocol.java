package dev.peerloom.api;

import java.util.Map;

/** One subprotocol in one version; one instance serves all peers at once. */
public interface Protocol {
    String name();

    int version();

    int length();

    default int maxPayload() {
        return 0xFFFFFF;
    }

    void run(Peer peer, MessageChannel channel) throws Exception;

    default Map<String, ?> nodeInfo() {
        return Map.of();
    }

    default Map<String, ?> peerInfo(Peer peer) {
        return Map.of();
    }
}
