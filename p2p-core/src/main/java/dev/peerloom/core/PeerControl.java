package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
import dev.peerloom.core.NodeStatistics.DialOutcome;
import dev.peerloom.core.dial.DialScheduler;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.net.DialFailure;
import dev.peerloom.core.net.InboundGate;
import dev.peerloom.core.net.Transport;
import dev.peerloom.core.nodes.BanList;
import dev.peerloom.core.nodes.KnownNodeSource;
import dev.peerloom.core.nodes.NodeDatabase;
import dev.peerloom.core.peer.PeerLimits;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.PeerTable;
import dev.peerloom.core.peer.SetupException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Whom the node dials, lets in and keeps out, and what the operator changes about that while it
 * runs. Thread-safe: the parts are, and what must go together is guarded by the monitor.
 */
final class PeerControl implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerControl.class);

    private final NodeKey key;
    private final NodeDatabase database;
    private final BanList bans;
    private final PeerTable table;
    private final InboundGate gate;
    private final DialScheduler dials;
    private final DialCounts counts = new DialCounts();
    private final Set<NodeId> fixed = ConcurrentHashMap.newKeySet();
    // Guarded by the monitor.
    private NodeConfig config;
    private int sources;
    private @Nullable Runnable knownNodes;
    // Set once, before anything is dialled.
    private volatile @Nullable Transport transport;
    private volatile BiConsumer<? super Enode, ? super List<Capability>> strangers = (_, _) -> {};

    PeerControl(NodeConfig config, NodeDatabase database, CodeWatch watch) {
        this.config = config;
        this.key = config.key();
        this.database = database;
        bans = new BanList(database, InstantSource.system());
        bans.configure(config.banned());
        table = new PeerTable(key::id, config.maxPeers(), bans::refusal);
        config.trustedPeers().forEach(peer -> table.trust(peer.id()));
        gate = new InboundGate(config.netRestrict(), bans::refusal, System::nanoTime);
        dials =
                new DialScheduler(
                        new Dials(), this::isUnwanted, System::nanoTime, new SecureRandom(), watch);
        table.watch(new Joins());
    }

    PeerTable table() {
        return table;
    }

    InboundGate gate() {
        return gate;
    }

    NodeDatabase database() {
        return database;
    }

    DialCounts counts() {
        return counts;
    }

    /**
     * Begins to dial, over that transport.
     *
     * @param onStranger is told of a node that was dialled and shares nothing with us, and what it
     *     offers
     */
    synchronized void start(
            Transport over, BiConsumer<? super Enode, ? super List<Capability>> onStranger) {
        strangers = onStranger;
        transport = over;
        for (Enode peer : config.staticPeers()) {
            if (isOther(peer)) {
                fixed.add(peer.id());
                var _ = dials.addStatic(peer);
            }
        }
        applyLimits();
        dials.start();
    }

    private boolean isOther(Enode peer) {
        boolean other = !peer.id().equals(key.id());
        if (!other) {
            LOG.warn("A static peer is this node itself, and is passed over: {}", peer);
        }
        return other;
    }

    /** Which places are kept for whom depends on who there is to be dialled. */
    private synchronized void applyLimits() {
        PeerLimits limits = new PeerLimits(config.maxPeers(), config.dialRatio());
        table.limits(config.maxPeers(), limits.reserved(sources > 0, fixed.size()));
        dials.limits(config.maxPeers(), limits.maxDialled());
    }

    boolean isStatic(NodeId id) {
        return fixed.contains(id);
    }

    void addPeer(Enode node) {
        if (node.id().equals(key.id())) {
            throw new IllegalArgumentException("this is the node itself: " + node);
        }
        if (!dials.addStatic(node).join()) {
            throw new IllegalStateException("there are too many static peers, or we are stopping");
        }
        fixed.add(node.id());
        applyLimits();
    }

    boolean removePeer(NodeId id) {
        boolean was = dials.removeStatic(id).join();
        fixed.remove(id);
        applyLimits();
        Optional<PeerLink> link = table.find(id);
        link.ifPresent(
                peer -> peer.disconnect(DisconnectReason.REQUESTED, "the operator removed it"));
        return was || link.isPresent();
    }

    void addTrustedPeer(NodeId id) {
        table.trust(id);
    }

    void removeTrustedPeer(NodeId id) {
        table.distrust(id);
    }

    List<DialStatus> dialStatus() {
        return dials.status();
    }

    Optional<DialStatus> dialStatus(NodeId id) {
        return dials.status(id);
    }

    Ban ban(BanTarget target, Optional<Duration> duration, String reason) {
        Ban ban = bans.ban(target, duration, reason);
        closeUnwanted();
        return ban;
    }

    boolean unban(BanTarget target) {
        boolean was = bans.unban(target);
        if (was) {
            dials.retryNow();
        }
        return was;
    }

    List<Ban> bans() {
        return bans.all();
    }

    /** Closes the links with those that would not be let in any more. */
    private void closeUnwanted() {
        for (PeerLink link : table.links()) {
            bans.refusal(link.id())
                    .or(() -> gate.refusal(link.remoteAddress().getAddress()))
                    .ifPresent(why -> link.disconnect(DisconnectReason.REQUESTED, why));
        }
    }

    /** Takes over what can change while the node runs; the rest is left as it is. */
    synchronized void reconfigure(NodeConfig next) {
        NodeConfig former = config;
        config = next;
        applyLimits();
        Transport over = transport;
        if (over != null) {
            over.maxPending(next.maxPending());
        }
        gate.allow(next.netRestrict());
        bans.configure(next.banned());
        closeUnwanted();
        // What was added or removed while the node ran stays as it is: only the difference counts.
        ids(former.staticPeers(), next.staticPeers()).forEach(this::removePeer);
        next.staticPeers().stream()
                .filter(peer -> !former.staticPeers().contains(peer))
                .filter(this::isOther)
                .forEach(this::addPeer);
        ids(former.trustedPeers(), next.trustedPeers()).forEach(table::distrust);
        next.trustedPeers().forEach(peer -> table.trust(peer.id()));
        dials.retryNow();
    }

    /** Who is in the first list and not in the second. */
    private static Set<NodeId> ids(List<Enode> first, List<Enode> second) {
        Set<NodeId> ids = new HashSet<>();
        first.forEach(node -> ids.add(node.id()));
        second.forEach(node -> ids.remove(node.id()));
        return ids;
    }

    /** Dials a node once; completes when the dial has ended, in a link or not. */
    CompletableFuture<Void> connect(Enode node) {
        return dials.connect(node);
    }

    /** Takes candidates from a source, and with the first one from the node database as well. */
    synchronized Runnable addSource(String plugin, NodeSource source) {
        Runnable end = dials.addSource(plugin, source);
        sources++;
        if (knownNodes == null) {
            knownNodes = dials.addSource("node", new KnownNodeSource(database));
        }
        applyLimits();
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                end.run();
                removeSource();
            }
        };
    }

    private synchronized void removeSource() {
        sources--;
        Runnable known = knownNodes;
        if (sources == 0 && known != null) {
            known.run();
            knownNodes = null;
        }
        applyLimits();
    }

    private boolean isUnwanted(Enode node) {
        if (node.id().equals(key.id()) || bans.refusal(node.id()).isPresent()) {
            return true;
        }
        try {
            return gate.refusal(InetAddress.ofLiteral(node.host())).isPresent();
        } catch (IllegalArgumentException e) {
            // A name: its address is checked when it has been looked up.
            return false;
        }
    }

    /** What the dial scheduler does through the node. */
    private final class Dials implements DialScheduler.Dialler {
        @Override
        public void dial(Enode node) throws Exception {
            if (node.id().equals(key.id())) {
                counts.add(DialOutcome.SELF);
                throw new IOException("it is ourselves");
            }
            Optional<String> ban = bans.refusal(node.id());
            if (ban.isPresent()) {
                counts.add(DialOutcome.UNWANTED);
                throw new IOException(ban.get());
            }
            Transport over = transport;
            if (isConnected(node.id()) || over == null) {
                return;
            }
            try {
                var _ = over.dial(node);
                counts.add(DialOutcome.SUCCESS);
                database.linked(node);
            } catch (DialFailure e) {
                counts.add(DialCounts.of(e.record()));
                // Its own dial may have come first: then its link serves as well as one of ours.
                if (!isConnected(node.id())) {
                    database.failed(node, e.record().detail());
                    if (e.getCause() instanceof SetupException refused) {
                        strangers.accept(node, refused.offered());
                    }
                    throw e;
                }
            }
        }

        private boolean isConnected(NodeId id) {
            return table.find(id).filter(link -> !link.isClosing()).isPresent();
        }

        @Override
        public void drop(NodeId id) {
            table.find(id)
                    .ifPresent(
                            link ->
                                    link.disconnect(
                                            DisconnectReason.REQUESTED, "the operator removed it"));
        }
    }

    /** Who comes and goes. */
    private final class Joins implements PeerTable.Watcher {
        @Override
        public void joined(PeerLink link, boolean trusted) {
            dials.linked(link.id(), link.inbound(), trusted);
        }

        @Override
        public void left(PeerLink link) {
            dials.unlinked(link.id());
            database.left(link.id());
        }

        @Override
        public void trustChanged(PeerLink link, boolean trusted) {
            dials.linked(link.id(), link.inbound(), trusted);
        }
    }

    /** Dials nobody any more and lets nobody in; what was learnt is written. */
    @Override
    public void close() {
        dials.close();
        table.close();
        database.flush();
    }
}
