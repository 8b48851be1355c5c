package dev.peerloom.plugin.shh.session;

import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of the moment. Any thread may call any method. */
public final class Sessions {
    private final Map<Peer, ShhSession> sessions = new ConcurrentHashMap<>();
    private final LocalNode local;

    /**
     * No sessions.
     *
     * @param local this node
     */
    public Sessions(LocalNode local) {
        this.local = local;
    }

    /**
     * Speaks with a peer until the link closes.
     *
     * @param peer the peer
     * @param channel its messages
     * @throws IOException when it does, or the peer breaks the rules
     * @throws InterruptedException if the thread is interrupted
     */
    public void run(Peer peer, MessageChannel channel) throws IOException, InterruptedException {
        ShhSession session = ShhSession.open(peer, channel, local);
        sessions.put(peer, session);
        try {
            session.run();
        } finally {
            sessions.remove(peer, session);
            session.close();
        }
    }

    /**
     * A peer's session.
     *
     * @param peer the peer
     * @return its session; null if it has none
     */
    public @Nullable ShhSession of(Peer peer) {
        return sessions.get(peer);
    }

    /**
     * A node's session.
     *
     * @param id the node
     * @return its session
     * @throws IllegalArgumentException if it is no peer
     */
    public ShhSession of(NodeId id) {
        return sessions.values().stream()
                .filter(session -> session.peer().id().equals(id))
                .findAny()
                .orElseThrow(
                        () -> new IllegalArgumentException("could not find peer with ID: " + id));
    }

    /**
     * All sessions of the moment.
     *
     * @return a copy
     */
    public Collection<ShhSession> all() {
        return List.copyOf(sessions.values());
    }

    /**
     * How many sessions there are.
     *
     * @return their number
     */
    public int count() {
        return sessions.size();
    }
}
