package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.peer.Offers;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.PeerTable;
import dev.peerloom.core.wire.CapabilityMatcher;
import dev.peerloom.core.wire.LogText;
import dev.peerloom.core.wire.OfferedProtocol;
import dev.peerloom.core.wire.SharedProtocol;
import dev.peerloom.core.wire.Subnet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connects again to peers that we dialled and that speak what we have come to offer: a hello is
 * sent once, so it takes a new link to use a new protocol. Those too that shared nothing with us
 * when we dialled them. One at a time, in a virtual thread that lives while there is something to
 * do. Peers that dialled us are left alone: they may not listen anywhere. Guarded by its own lock.
 */
final class Redialler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Redialler.class);

    /** Nodes turn away who comes back within 30 s; from within their own network they do not. */
    static final Duration YOUNGEST = Duration.ofSeconds(35);

    private static final int MOST_STRANGERS = 64;

    private final Offers offers;
    private final PeerTable table;
    private final Duration closing;
    private final Outside outside;
    private final InstantSource clock;

    /** The last ones that were dialled, oldest first. */
    private final SequencedMap<NodeId, Stranger> strangers = new LinkedHashMap<>();

    private @Nullable Thread thread;
    private boolean closed;

    /** A node that we dialled and that shared nothing with us then. */
    private record Stranger(Enode node, List<Capability> capabilities, Instant at) {}

    /** What is done next. */
    @FunctionalInterface
    private interface Step {
        void take() throws InterruptedException;
    }

    /** What it does through others. */
    interface Outside {
        /** Makes a link; blocks until it stands. */
        void dial(Enode node) throws Exception;

        /** Tells that a peer is connected again because of a plugin. */
        void tell(String plugin, String detail);

        /** Waits. */
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * Makes one.
     *
     * @param closing how long a link may take to close in order
     */
    Redialler(
            Offers offers,
            PeerTable table,
            Duration closing,
            Outside outside,
            InstantSource clock) {
        this.offers = offers;
        this.table = table;
        this.closing = closing;
        this.outside = outside;
        this.clock = clock;
    }

    /** Looks for links that would have more protocols now. Any thread; returns at once. */
    synchronized void offersChanged() {
        if (thread == null && !closed && next().isPresent()) {
            thread = Thread.ofVirtual().name("redial").start(this::run);
        }
    }

    /** A node that we dialled offers only what we do not. Any thread; returns at once. */
    synchronized void shareNothing(Enode node, List<Capability> offered) {
        strangers.remove(node.id());
        if (!offered.isEmpty()) {
            strangers.put(node.id(), new Stranger(node, offered, clock.instant()));
            if (strangers.size() > MOST_STRANGERS) {
                strangers.pollFirstEntry();
            }
            // What it offers may have come to ours since we said hello.
            offersChanged();
        }
    }

    private void run() {
        try {
            for (Optional<Step> step = nextOrEnd(); step.isPresent(); step = nextOrEnd()) {
                step.get().take();
            }
        } catch (InterruptedException e) {
            LOG.debug("No peer is dialled again any more");
        }
    }

    /** What came after the last look finds the thread gone, and starts another one. */
    private synchronized Optional<Step> nextOrEnd() {
        Optional<Step> next = closed ? Optional.empty() : next();
        if (next.isEmpty()) {
            thread = null;
        }
        return next;
    }

    /** Called with the lock held. */
    private Optional<Step> next() {
        for (Stranger stranger : strangers.values()) {
            Optional<OfferedProtocol> gained = gained(stranger.capabilities(), Set.of());
            if (gained.isPresent()) {
                return Optional.of(() -> meet(stranger, gained.get()));
            }
        }
        return nextLink().map(link -> () -> again(link));
    }

    private void meet(Stranger stranger, OfferedProtocol gained) throws InterruptedException {
        waitUntilOldEnough(Subnet.isNear(stranger.node().host()), stranger.at());
        synchronized (this) {
            strangers.remove(stranger.node().id(), stranger);
        }
        outside.tell(gained.owner(), "to " + stranger.node() + " for " + gained.capability());
        dial(stranger.node());
    }

    private void again(PeerLink link) throws InterruptedException {
        InetAddress address = link.remoteAddress().getAddress();
        if (!waitUntilOldEnough(Subnet.isNear(address), link.connectedAt())) {
            redial(link);
        }
    }

    /** The oldest of the links that would have more protocols now. */
    private Optional<PeerLink> nextLink() {
        return table.links().stream()
                .filter(link -> !link.inbound() && !link.isClosing())
                .filter(link -> gained(link).isPresent())
                .min(Comparator.comparing(PeerLink::connectedAt));
    }

    /** A protocol that a new link with the same peer would run and this one does not. */
    private Optional<OfferedProtocol> gained(PeerLink link) {
        Set<Capability> running = new HashSet<>();
        link.protocols().forEach(p -> running.add(p.capability()));
        return gained(link.capabilities(), running);
    }

    private Optional<OfferedProtocol> gained(List<Capability> theirs, Set<Capability> running) {
        return CapabilityMatcher.match(offers.current(), theirs).stream()
                .map(SharedProtocol::offered)
                .filter(offered -> !running.contains(offered.capability()))
                .findFirst();
    }

    /** Returns whether it had to wait: things may be other than they were then. */
    private boolean waitUntilOldEnough(boolean near, Instant since) throws InterruptedException {
        Duration wait = Duration.between(clock.instant(), since.plus(YOUNGEST));
        if (near || !wait.isPositive()) {
            return false;
        }
        outside.sleep(wait);
        return true;
    }

    private void redial(PeerLink link) throws InterruptedException {
        Optional<OfferedProtocol> gained = gained(link);
        if (gained.isEmpty()) {
            return;
        }
        Enode node = enode(link);
        String capability = gained.get().capability().toString();
        outside.tell(gained.get().owner(), "to " + node + " for " + capability);
        // Requested is what a node says that only wants to leave: nobody holds it against us.
        link.closeInOrder(DisconnectReason.REQUESTED, "to connect again with " + capability);
        try {
            link.removed().get(closing.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("{} is not dialled again: its link has not closed in time", node);
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        dial(node);
    }

    private void dial(Enode node) throws InterruptedException {
        try {
            outside.dial(node);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.info("{} was not connected again: {}", node, LogText.escape(LogText.of(e), 300));
        }
    }

    /** Where we dialled it. */
    private static Enode enode(PeerLink link) {
        InetSocketAddress address = link.remoteAddress();
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        return new Enode(
                link.id(),
                zone < 0 ? host : host.substring(0, zone),
                address.getPort(),
                address.getPort());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
