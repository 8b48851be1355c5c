package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is connected, and who is let in: one link per node id, from both hellos until every {@code
 * run()} on it has returned. Thread-safe: each method takes the table's lock for a moment, and
 * nothing in it waits.
 */
public final class PeerTable {
    private final NodeId self;
    private final int maxPeers;
    private final Map<NodeId, PeerLink> links = new HashMap<>();
    private final Set<NodeId> trusted = new HashSet<>();
    // Trusted peers come on top of the limit, so they are not counted against the others.
    private int counted;
    private boolean closed;

    /** An empty table. */
    public PeerTable(NodeId self, int maxPeers) {
        this.self = self;
        this.maxPeers = maxPeers;
    }

    /** From now on this node may exceed the limits. To be said before it connects. */
    public synchronized void trust(NodeId id) {
        trusted.add(id);
    }

    /** Whether a node may exceed the limits. */
    public synchronized boolean isTrusted(NodeId id) {
        return trusted.contains(id);
    }

    /**
     * Whether a node that has proved its identity would be let in now. It takes no place: a node
     * that proves many identities and then stays silent must not fill the table.
     *
     * @return empty if it would, otherwise what to tell it
     */
    public synchronized Optional<DisconnectReason> check(NodeId id) {
        if (closed) {
            return Optional.of(DisconnectReason.CLIENT_QUITTING);
        }
        if (id.equals(self)) {
            return Optional.of(DisconnectReason.SAME_IDENTITY);
        }
        if (links.containsKey(id)) {
            return Optional.of(DisconnectReason.ALREADY_CONNECTED);
        }
        if (!trusted.contains(id) && counted >= maxPeers) {
            return Optional.of(DisconnectReason.TOO_MANY_PEERS);
        }
        return Optional.empty();
    }

    /**
     * Puts a link into the table, unless {@link #check} would refuse its peer now.
     *
     * @return empty if it is in, otherwise what to tell the peer
     */
    public synchronized Optional<DisconnectReason> put(PeerLink link) {
        Optional<DisconnectReason> refusal = check(link.id());
        if (refusal.isEmpty()) {
            links.put(link.id(), link);
            counted += trusted.contains(link.id()) ? 0 : 1;
        }
        return refusal;
    }

    /** Takes a link out. */
    public synchronized void remove(PeerLink link) {
        if (links.remove(link.id(), link)) {
            counted -= trusted.contains(link.id()) ? 0 : 1;
        }
    }

    /** The link with a node, one that is closing included. */
    public synchronized Optional<PeerLink> find(NodeId id) {
        return Optional.ofNullable(links.get(id));
    }

    /** All links, those that are closing included. */
    public synchronized List<PeerLink> links() {
        return new ArrayList<>(links.values());
    }

    /** How many links there are. */
    public synchronized int size() {
        return links.size();
    }

    /** The links that run a protocol of a plugin. */
    public List<PeerLink> linksOf(String owner) {
        return links().stream().filter(link -> link.runsProtocolOf(owner)).toList();
    }

    /** Lets nobody in any more. */
    public synchronized void close() {
        closed = true;
    }
}
