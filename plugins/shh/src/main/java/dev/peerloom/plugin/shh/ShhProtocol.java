package dev.peerloom.plugin.shh;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.plugin.shh.pool.Requirements;
import dev.peerloom.plugin.shh.session.LocalNode;
import dev.peerloom.plugin.shh.session.Sessions;
import dev.peerloom.plugin.shh.session.ShhSession;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;

import java.io.IOException;
import java.util.Map;

/** shh/6; what its peers share is the {@link LocalNode}. */
final class ShhProtocol implements Protocol {
    private final LocalNode local;
    private final Sessions sessions;

    ShhProtocol(LocalNode local, Sessions sessions) {
        this.local = local;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "shh";
    }

    @Override
    public int version() {
        return Status.VERSION;
    }

    @Override
    public int length() {
        return ShhCode.LENGTH;
    }

    @Override
    public int maxPayload() {
        return Requirements.LARGEST_MESSAGE;
    }

    @Override
    public void run(Peer peer, MessageChannel channel) throws IOException, InterruptedException {
        sessions.run(peer, channel);
    }

    /** go-ethereum's names. */
    @Override
    public Map<String, ?> nodeInfo() {
        Requirements requirements = local.requirements();
        return Map.of(
                "version", "6.0",
                "maxMessageSize", requirements.maxMessageSize(),
                "minimumPoW", requirements.minPow());
    }

    @Override
    public Map<String, ?> peerInfo(Peer peer) {
        ShhSession session = sessions.of(peer);
        if (session == null) {
            return Map.of();
        }
        return Map.of(
                "version", Status.VERSION,
                "minimumPoW", session.wants().minPow(),
                "fullNode", session.wants().bloom().isFull(),
                "lightNode", session.light(),
                "trusted", session.trusted());
    }
}
