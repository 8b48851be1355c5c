package dev.peerloom.plugin.bzz.hive;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Peer;
import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.plugin.bzz.table.KademliaTable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The peers of the hive and the table that they fill.
 *
 * <p>Any thread may call any method. The depth that was announced last is guarded by the object's
 * lock, which is never held while something blocks.
 */
public final class Hive {
    private final KademliaTable table;
    private final HiveCounters counters;
    private final Runnable changed;
    private final ConcurrentMap<Peer, HiveSession> sessions = new ConcurrentHashMap<>();
    private int announced;

    /**
     * A hive without peers.
     *
     * @param table the table to fill
     * @param counters what is counted
     * @param changed called whenever the table has changed; must not block
     */
    public Hive(KademliaTable table, HiveCounters counters, Runnable changed) {
        this.table = table;
        this.counters = counters;
        this.changed = changed;
    }

    /**
     * The table.
     *
     * @return the one that this hive fills
     */
    public KademliaTable table() {
        return table;
    }

    HiveCounters counters() {
        return counters;
    }

    /**
     * Runs a session; its peer counts as connected as long as it runs.
     *
     * @param session the session
     * @throws DisconnectException if a peer of that overlay address is here already
     * @throws IOException when the link closes, or the peer breaks the rules
     * @throws InterruptedException if the thread is interrupted
     */
    public void run(HiveSession session) throws IOException, InterruptedException {
        if (!table.connect(session.overlay(), session.node())) {
            throw new DisconnectException(
                    DisconnectReason.ALREADY_CONNECTED,
                    "another peer has the overlay address " + session.overlay());
        }
        try {
            announce(); // to the others: this one is told below
            sessions.put(session.peer(), session);
            changed.run();
            SwarmNode node = session.node();
            if (node != null) {
                // Before the newcomer hears from us: who comes after it is told of those that were
                // here when it subscribes, and not by this as well.
                tellOthers(session, List.of(node));
            }
            subscribe(session);
            session.run();
        } finally {
            sessions.remove(session.peer(), session);
            table.disconnect(session.overlay());
            announce();
            changed.run();
        }
    }

    /**
     * What others are told meanwhile may come before or after: the last word must be the latest.
     */
    private void subscribe(HiveSession session) throws IOException, InterruptedException {
        int depth;
        do {
            depth = announced();
            session.subscribe(depth);
        } while (depth != announced());
    }

    private synchronized int announced() {
        return announced;
    }

    /** Tells all peers of the depth of saturation, if it is another one than before. */
    private synchronized void announce() {
        int depth = table.saturation();
        if (depth != announced) {
            announced = depth;
            sessions.values().forEach(session -> session.trySubscribe(depth));
        }
    }

    /** A peer told us of nodes: those that find room are known from now on, and passed on. */
    void heard(HiveSession from, List<SwarmNode> nodes) {
        counters.nodesReceived.add(nodes.size());
        List<SwarmNode> registered = nodes.stream().filter(table::register).toList();
        if (!registered.isEmpty()) {
            changed.run();
            tellOthers(from, registered);
        }
    }

    private void tellOthers(HiveSession except, List<SwarmNode> nodes) {
        for (HiveSession session : sessions.values()) {
            if (session != except) {
                session.tell(nodes);
            }
        }
    }

    /** The connected peers that can be told of. */
    Collection<SwarmNode> connectedNodes() {
        List<SwarmNode> nodes = new ArrayList<>();
        for (HiveSession session : sessions.values()) {
            SwarmNode node = session.node();
            if (node != null) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /**
     * A peer's session.
     *
     * @param peer the peer
     * @return its session; null if it has none
     */
    public @Nullable HiveSession of(Peer peer) {
        return sessions.get(peer);
    }
}
