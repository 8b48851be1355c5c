package dev.peerloom.cli.admin;

import dev.peerloom.api.Peer;
import dev.peerloom.core.PeerStatus;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * What is the same each time that a peer is shown, in text: for thousands of peers the sums, the
 * addresses and the times would take a third of every answer. Kept for as long as there is the
 * peer, about 600 bytes for each that was ever shown. Thread-safe.
 */
final class PeerTexts {
    private final Map<Peer, Texts> known = new WeakHashMap<>();

    /**
     * The texts of one peer.
     *
     * @param id as go-ethereum knows it
     * @param enode its public key, at the address that it is connected from
     * @param local our end of the connection
     * @param remote its end
     * @param connectedAt when both hellos had been exchanged, ISO 8601
     */
    record Texts(String id, String enode, String local, String remote, String connectedAt) {
        private static Texts of(PeerStatus status) {
            Peer peer = status.peer();
            String remote = PeerShapes.text(peer.remoteAddress());
            return new Texts(
                    PeerShapes.id(peer.id()),
                    // As an Enode writes it, but what is an address need not be looked at again to
                    // be one.
                    "enode://" + peer.id() + "@" + remote,
                    PeerShapes.text(status.localAddress()),
                    remote,
                    status.connectedAt().toString());
        }
    }

    Texts of(PeerStatus status) {
        synchronized (known) {
            return known.computeIfAbsent(status.peer(), _ -> Texts.of(status));
        }
    }
}
