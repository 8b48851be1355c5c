package dev.peerloom.cli;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.Node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator which peers come and go, a line each. */
final class PeerLog {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLog.class);

    private PeerLog() {}

    static void follow(Node node) {
        node.onPeerEvent(PeerEvent.Connected.class, PeerLog::connected);
        node.onPeerEvent(PeerEvent.Disconnected.class, PeerLog::disconnected);
    }

    private static void connected(PeerEvent.Connected event) {
        LOG.info(
                "peer {} connected, {} {}, {}, speaks {}",
                event.peer().id(),
                event.peer().inbound() ? "from" : "dialled at",
                event.peer().remoteAddress(),
                event.peer().clientName(),
                event.peer().capabilities());
    }

    private static void disconnected(PeerEvent.Disconnected event) {
        LOG.info(
                "peer {} disconnected by {}, reason {} {}: {}",
                event.peer().id(),
                event.byRemote() ? "itself" : "us",
                event.code() < 0 ? "none" : "0x%02x".formatted(event.code()),
                DisconnectReason.fromCode(event.code()),
                event.detail());
    }
}
