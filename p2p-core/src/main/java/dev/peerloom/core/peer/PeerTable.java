package dev.peerloom.core.peer;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.wire.Subnet;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Who is connected, and who is let in: one link per node id, from both hellos until every {@code
 * run()} on it has returned. Thread-safe: each method takes the table's lock for a moment, and
 * nothing in it waits.
 */
public final class PeerTable {
    /** Is told of links that came into the table and left it, in this order for each. */
    public interface Watcher {
        /** A link is in the table. */
        void joined(PeerLink link, boolean trusted);

        /** A link is not in the table any more. */
        void left(PeerLink link);

        /** A node whose link is in the table may exceed the limits now, or may no longer. */
        void trustChanged(PeerLink link, boolean trusted);
    }

    private final Supplier<NodeId> self;
    private final BiFunction<NodeId, InetAddress, Optional<String>> banned;
    private final List<Watcher> watchers = new ArrayList<>();
    private final Map<NodeId, PeerLink> links = new HashMap<>();
    private final Set<NodeId> trusted = new HashSet<>();
    private final InboundShares shares = new InboundShares();
    private int maxPeers;
    private int reserved;
    // Trusted peers come on top of the limit, so they are not counted against the others.
    private int counted;
    private int countedInbound;
    private boolean closed;

    /**
     * An empty table that lets in as many as it may.
     *
     * @param banned why nobody of that identity or address is let in; empty if that is not so. It
     *     must not wait
     */
    public PeerTable(
            Supplier<NodeId> self,
            int maxPeers,
            BiFunction<NodeId, InetAddress, Optional<String>> banned) {
        this.self = self;
        this.maxPeers = maxPeers;
        this.banned = banned;
    }

    /** Adds a watcher. To be said before the first link. It is called without the lock. */
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /**
     * Changes the limits. Peers that are connected stay.
     *
     * @param peers how many there may be
     * @param kept how many of them those that dial us do not get
     */
    public synchronized void limits(int peers, int kept) {
        maxPeers = peers;
        reserved = kept;
    }

    /** From now on this node may exceed the limits; whether it could not before. */
    public boolean trust(NodeId id) {
        return setTrust(id, true);
    }

    /** From now on this node may not exceed the limits any more; it stays connected. */
    public boolean distrust(NodeId id) {
        return setTrust(id, false);
    }

    private boolean setTrust(NodeId id, boolean trust) {
        Optional<PeerLink> link;
        synchronized (this) {
            link = find(id);
            // Taken out as what it was, and put in again as what it is.
            link.ifPresent(present -> count(present, -1));
            boolean changed = trust ? trusted.add(id) : trusted.remove(id);
            link.ifPresent(present -> count(present, 1));
            if (!changed) {
                return false;
            }
        }
        link.ifPresent(present -> watchers.forEach(w -> w.trustChanged(present, trust)));
        return true;
    }

    private void count(PeerLink link, int by) {
        if (trusted.contains(link.id())) {
            return;
        }
        counted += by;
        if (link.inbound()) {
            countedInbound += by;
            InetAddress address = link.remoteAddress().getAddress();
            if (by > 0) {
                shares.add(address);
            } else {
                shares.remove(address);
            }
        }
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
    public synchronized Optional<Refusal> check(Newcomer node) {
        if (closed) {
            return refuse(DisconnectReason.CLIENT_QUITTING, "we are stopping");
        }
        if (node.id().equals(self.get())) {
            return refuse(DisconnectReason.SAME_IDENTITY, "it has our own identity");
        }
        Optional<String> ban = banned.apply(node.id(), node.address());
        if (ban.isPresent()) {
            return refuse(DisconnectReason.REQUESTED, ban.get());
        }
        if (links.containsKey(node.id())) {
            return refuse(
                    DisconnectReason.ALREADY_CONNECTED, "there is a link with this node already");
        }
        return trusted.contains(node.id()) ? Optional.empty() : checkPlaces(node);
    }

    private Optional<Refusal> checkPlaces(Newcomer node) {
        String full;
        int forInbound = maxPeers - reserved;
        if (counted >= maxPeers) {
            full = "we have as many peers as we may have, " + maxPeers;
        } else if (node.inbound() && countedInbound >= forInbound) {
            full =
                    "we have as many peers that dialled us as we may have, %d: the other %d places"
                                    .formatted(forInbound, reserved)
                            + " are for those that we dial";
        } else if (node.inbound() && shares.isFull(node.address(), forInbound)) {
            full =
                    "its network %s has half of the places for peers that dial us"
                            .formatted(Subnet.of(node.address()));
        } else {
            return Optional.empty();
        }
        return refuse(DisconnectReason.TOO_MANY_PEERS, full);
    }

    private static Optional<Refusal> refuse(DisconnectReason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }

    /**
     * Puts a link into the table, unless {@link #check} would refuse its peer now.
     *
     * @return empty if it is in, otherwise what to tell the peer
     */
    public Optional<Refusal> put(PeerLink link) {
        boolean trust;
        synchronized (this) {
            Optional<Refusal> refusal = check(Newcomer.of(link));
            if (refusal.isPresent()) {
                return refusal;
            }
            links.put(link.id(), link);
            count(link, 1);
            trust = trusted.contains(link.id());
        }
        watchers.forEach(watcher -> watcher.joined(link, trust));
        return Optional.empty();
    }

    /** Takes a link out. */
    public void remove(PeerLink link) {
        synchronized (this) {
            if (!links.remove(link.id(), link)) {
                return;
            }
            count(link, -1);
        }
        watchers.forEach(watcher -> watcher.left(link));
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
