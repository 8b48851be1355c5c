package dev.peerloom.core;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Enode;
import dev.peerloom.core.peer.Offers;
import dev.peerloom.core.peer.PeerLink;
import dev.peerloom.core.peer.PeerTable;
import dev.peerloom.core.wire.CapabilityMatcher;
import dev.peerloom.core.wire.LogText;
import dev.peerloom.core.wire.OfferedProtocol;
import dev.peerloom.core.wire.SharedProtocol;

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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connects again to peers that we dialled and that speak what we have come to offer: a hello is
 * sent once, so it takes a new link to use a new protocol. One at a time, in a virtual thread that
 * lives while there is something to do. Peers that dialled us are left alone: they may not listen
 * anywhere.
 */
final class Redialler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Redialler.class);

    /** Nodes turn away who comes back within 30 s; from within their own network they do not. */
    static final Duration YOUNGEST = Duration.ofSeconds(35);

    private final Offers offers;
    private final PeerTable table;
    private final Duration closing;
    private final Outside outside;
    private final InstantSource clock;
    private @Nullable Thread thread;
    private boolean closed;

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

    private void run() {
        try {
            for (Optional<PeerLink> link = nextOrEnd(); link.isPresent(); link = nextOrEnd()) {
                Duration wait = untilOldEnough(link.get());
                if (wait.isPositive()) {
                    outside.sleep(wait);
                } else {
                    redial(link.get());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("No peer is dialled again any more");
        }
    }

    /** What came after the last look finds the thread gone, and starts another one. */
    private synchronized Optional<PeerLink> nextOrEnd() {
        Optional<PeerLink> next = closed ? Optional.empty() : next();
        if (next.isEmpty()) {
            thread = null;
        }
        return next;
    }

    /** The oldest of the links that would have more protocols now. */
    private Optional<PeerLink> next() {
        return table.links().stream()
                .filter(link -> !link.inbound() && !link.isClosing())
                .filter(link -> gained(link).isPresent())
                .min(Comparator.comparing(PeerLink::connectedAt));
    }

    /** A protocol that a new link with the same peer would run and this one does not. */
    private Optional<OfferedProtocol> gained(PeerLink link) {
        Set<Capability> running = new HashSet<>();
        link.protocols().forEach(p -> running.add(p.capability()));
        return CapabilityMatcher.match(offers.current(), link.capabilities()).stream()
                .map(SharedProtocol::offered)
                .filter(offered -> !running.contains(offered.capability()))
                .findFirst();
    }

    private Duration untilOldEnough(PeerLink link) {
        InetAddress address = link.remoteAddress().getAddress();
        boolean near =
                address.isLoopbackAddress()
                        || address.isSiteLocalAddress()
                        || address.isLinkLocalAddress();
        Instant old = link.connectedAt().plus(YOUNGEST);
        return near ? Duration.ZERO : Duration.between(clock.instant(), old);
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
            outside.dial(node);
        } catch (InterruptedException e) {
            throw e;
        } catch (TimeoutException e) {
            LOG.info("{} is not dialled again: its link has not closed in time", node);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
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
