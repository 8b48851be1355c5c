package dev.peerloom.plugin.eth.session;

import dev.peerloom.api.Peer;
import dev.peerloom.plugin.eth.wire.BlockRange;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The peers that have exchanged Status. Any thread may call any method. */
public final class Sessions {
    private final ConcurrentMap<Peer, EthSession> sessions = new ConcurrentHashMap<>();

    /** Without peers. */
    public Sessions() {}

    /**
     * Runs a session; it is in here as long as it runs.
     *
     * @param session the session
     * @throws IOException when it ends
     * @throws InterruptedException if the thread is interrupted
     */
    public void run(EthSession session) throws IOException, InterruptedException {
        sessions.put(session.peer(), session);
        try {
            session.run();
        } finally {
            sessions.remove(session.peer(), session);
        }
    }

    /**
     * A peer's session.
     *
     * @param peer the peer
     * @return its session; null if it has none
     */
    public @Nullable EthSession of(Peer peer) {
        return sessions.get(peer);
    }

    /**
     * All sessions of the moment.
     *
     * @return a copy
     */
    public Collection<EthSession> all() {
        return List.copyOf(sessions.values());
    }

    /**
     * Tells all peers which blocks we have now.
     *
     * @param range our range
     */
    public void announce(BlockRange range) {
        sessions.values().forEach(session -> session.announce(range));
    }
}
