package dev.peerloom.cli.verify;

import dev.peerloom.api.Capability;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Sends random messages to one protocol of a node, from several peers at once, and watches that it
 * goes on reading or ends the link. Used by one thread, which starts one for each peer.
 */
final class Fuzz {
    private static final int PEERS = 8;

    /** After so many sessions in which the protocol did not speak first, nobody waits for it. */
    private static final int SILENT_SESSIONS = 2;

    private final Node target;
    private final Capability capability;
    private final int length;
    private final FuzzPlan plan;
    private final Consumer<String> progress;
    private final FuzzCounts counts;
    private final AtomicReference<Optional<String>> fault = new AtomicReference<>(Optional.empty());

    Fuzz(Node target, Capability capability, int length, FuzzPlan plan, Consumer<String> progress) {
        this.target = target;
        this.capability = capability;
        this.length = length;
        this.plan = plan;
        this.progress = progress;
        this.counts = new FuzzCounts(capability, length);
    }

    /** Goes on until every code got its messages, the time is up, or there is a fault. */
    FuzzResult run(long nanos) throws ConfigurationException, InterruptedException {
        long end = System.nanoTime() + nanos;
        List<Runnable> listeners =
                List.of(
                        target.onPeerEvent(PeerEvent.MessageReceived.class, counts::read),
                        target.onPeerEvent(PeerEvent.Connected.class, counts::connected),
                        target.onPeerEvent(PeerEvent.Disconnected.class, counts::gone));
        List<FuzzPeer> peers = new ArrayList<>();
        try {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                FuzzPeer peer = new FuzzPeer(target, capability, length, counts);
                peers.add(peer);
                long seed = plan.seed() * 31 + capability.hashCode() * 7L + i;
                MessageMaker maker = new MessageMaker(seed);
                threads.add(Thread.ofVirtual().name("fuzz").start(() -> go(peer, maker, end)));
            }
            for (Thread thread : threads) {
                while (!thread.join(java.time.Duration.ofMillis(500))) {
                    progress.accept(
                            String.format(
                                    Locale.ROOT,
                                    "%s has read %,d messages over %,d links",
                                    capability,
                                    counts.total(),
                                    counts.links()));
                }
            }
        } finally {
            peers.forEach(FuzzPeer::close);
            listeners.forEach(Runnable::run);
        }
        return new FuzzResult(
                capability,
                plan.messages(),
                counts.total(),
                counts.least(),
                counts.links(),
                fault.get());
    }

    private void go(FuzzPeer peer, MessageMaker maker, long end) {
        int silent = 0;
        try {
            do {
                boolean listen = silent < SILENT_SESSIONS;
                FuzzSession.End session =
                        peer.run(
                                () ->
                                        new FuzzSession(
                                                counts,
                                                maker,
                                                length,
                                                plan.messages(),
                                                peer.id(),
                                                listen,
                                                () -> isOver(end)));
                silent = session.spokeFirst() || silent == SILENT_SESSIONS ? silent : silent + 1;
                if (session.fault().isPresent()) {
                    fault.compareAndSet(Optional.empty(), session.fault());
                }
            } while (!isOver(end));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOver(long end) {
        return System.nanoTime() - end >= 0
                || counts.least() >= plan.messages()
                || fault.get().isPresent();
    }
}
