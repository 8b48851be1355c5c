package dev.peerloom.cli.verify;

import dev.peerloom.api.Capability;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A node that claims to speak the protocol under test: it connects, has a session, and connects
 * again. Used by one thread.
 */
final class FuzzPeer implements AutoCloseable {
    private static final int DIAL_ATTEMPTS = 40;
    private static final int DIAL_MILLIS = 250;

    /** A run() that has not returned by then will be interrupted by its node soon after. */
    private static final int RETURN_ATTEMPTS = 40;

    private static final int REPORT_ATTEMPTS = 80;
    private static final int ATTEMPT_MILLIS = 100;

    private final Node target;
    private final FuzzCounts counts;
    private final Node node;

    /** The next session, taken by the protocol's thread. */
    private final BlockingQueue<FuzzSession> next = new ArrayBlockingQueue<>(1);

    private final BlockingQueue<FuzzSession.End> ends = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerEvent> disconnects = new LinkedBlockingQueue<>();

    FuzzPeer(Node target, Capability capability, int length, FuzzCounts counts)
            throws ConfigurationException {
        this.target = target;
        this.counts = counts;
        node =
                Node.start(
                        NodeConfig.builder(NodeKey.generate())
                                .clientName("Peerloom/verify-messages")
                                .build(),
                        List.of(new Spoken(capability, length)));
        node.onPeerEvent(PeerEvent.Disconnected.class, disconnects::add);
    }

    /** The identity of this peer. */
    dev.peerloom.api.NodeId id() {
        return node.enode().id();
    }

    /** Connects and has a session; what went wrong is in the end that is returned. */
    FuzzSession.End run(Supplier<FuzzSession> sessions) throws InterruptedException {
        counts.expect(id());
        FuzzSession session = sessions.get();
        next.add(session);
        FuzzSession.End end = null;
        node.connect(target.enode());
        for (int i = 0; end == null && i < DIAL_ATTEMPTS; i++) {
            end = ends.poll(DIAL_MILLIS, TimeUnit.MILLISECONDS);
            if (end == null && !next.isEmpty()) {
                // The end of the former link may not have reached the dialler yet.
                node.connect(target.enode());
            } else if (end == null) {
                end = ends.take();
            }
        }
        if (end == null) {
            next.clear();
            return new FuzzSession.End(
                    false,
                    Optional.of("takes no link any more: ten seconds of dialling it failed"));
        }
        Optional<String> stuck = awaitEnd();
        disconnects.poll(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS);
        return end.fault().isEmpty() && stuck.isPresent()
                ? new FuzzSession.End(
                        end.spokeFirst(),
                        Optional.of(stuck.get() + "; the last message: " + session.last()))
                : end;
    }

    /** Our side of the link has ended: its run() must return. */
    private Optional<String> awaitEnd() throws InterruptedException {
        for (int i = 0; i < RETURN_ATTEMPTS; i++) {
            if (counts.isGone(id())) {
                return Optional.empty();
            }
            counts.await(ATTEMPT_MILLIS);
        }
        for (int i = 0; i < REPORT_ATTEMPTS; i++) {
            if (counts.isGone(id())) {
                return Optional.of(
                        "does not return from run() when its link ends, until it is interrupted");
            }
            counts.await(ATTEMPT_MILLIS);
        }
        return Optional.of(
                "does not return from run() when its link ends, not even when it is interrupted");
    }

    @Override
    public void close() {
        node.close();
    }

    /** What we pretend to speak. */
    private final class Spoken implements Protocol {
        private final Capability capability;
        private final int length;

        Spoken(Capability capability, int length) {
            this.capability = capability;
            this.length = length;
        }

        @Override
        public String name() {
            return capability.name();
        }

        @Override
        public int version() {
            return capability.version();
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public void run(Peer peer, MessageChannel channel) throws Exception {
            FuzzSession session = next.poll();
            if (session == null) {
                return; // the target dialled us: nothing was planned for that
            }
            FuzzSession.End end = new FuzzSession.End(false, Optional.empty());
            try {
                end = session.drive(channel);
            } catch (java.io.EOFException e) {
                // The target ended the link before anything was sent: as good an answer as any.
                end = new FuzzSession.End(false, Optional.empty());
            } finally {
                ends.add(end);
            }
        }
    }
}
