package dev.peerloom.core.net;

import dev.peerloom.core.IpNetwork;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BinaryOperator;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How many connections that came in are in their handshakes at once. Those beyond wait for a place,
 * first come first served, and while many wait no further ones are accepted: they stay in the
 * system's queue, where they cost us nothing. Turning them away instead would punish a burst of
 * honest peers.
 *
 * <p>Who says nothing must not keep out who speaks. So a connection takes a place with its first
 * byte; and one that has let us wait for long gives its place up when others want it. Thread-safe
 * by its lock.
 */
final class PendingPlaces {
    /** With this many waiting, accepting stops. */
    static final int MAX_WAITING = 64;

    /** So many may have said nothing yet; the next one takes the turn of one of them. */
    static final int MAX_SILENT = 256;

    /** How long we wait for who has a place that others want: some trips around the world. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How often who waits looks for somebody whose time is over. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier clock;
    private final Runnable onChange;

    // Each in the order in which they came.
    private final Set<Visit> silent = new LinkedHashSet<>();
    private final Queue<Visit> waiting = new ArrayDeque<>();
    private final Set<Visit> holding = new LinkedHashSet<>();
    private int count;

    /**
     * Free places.
     *
     * @param clock nanoseconds that only grow
     * @param onChange runs when {@link #acceptsMore} may have changed; it must not wait
     */
    PendingPlaces(int count, LongSupplier clock, Runnable onChange) {
        this.count = count;
        this.clock = clock;
        this.onChange = onChange;
    }

    /** Changes how many places there are; handshakes that have begun go on. */
    void resize(int next) {
        lock.lock();
        try {
            count = next;
            handOn();
        } finally {
            lock.unlock();
        }
    }

    /** Whether further connections should be accepted. */
    boolean acceptsMore() {
        lock.lock();
        try {
            return waiting.size() < MAX_WAITING;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A connection was accepted.
     *
     * @param network whom it comes from
     * @param abort closes it; it must not wait
     */
    Visit arrive(IpNetwork network, Runnable abort) {
        Visit visit = new Visit(network, abort);
        lock.lock();
        try {
            if (silent.size() >= MAX_SILENT) {
                sendOneAway(silent, _ -> true);
            }
            silent.add(visit);
        } finally {
            lock.unlock();
        }
        return visit;
    }

    private void handOn() {
        while (holding.size() < count && !waiting.isEmpty()) {
            Visit next = waiting.remove();
            holding.add(next);
            next.turn.signal();
            if (waiting.size() == MAX_WAITING - 1) {
                onChange.run();
            }
        }
    }

    /** As many are on their way out as there are others who want in. */
    private void makeRoom() {
        long leaving = holding.stream().filter(visit -> visit.sentAway).count();
        if (leaving < waiting.size()) {
            sendOneAway(holding, Visit::hasLetUsWait);
        }
    }

    /** The one who came first of the network that has most there. */
    private static void sendOneAway(Collection<Visit> there, Predicate<Visit> mayGo) {
        Map<IpNetwork, Integer> shares = new HashMap<>();
        there.forEach(visit -> shares.merge(visit.network, 1, Integer::sum));
        Optional<Visit> chosen =
                there.stream()
                        .filter(visit -> !visit.sentAway && mayGo.test(visit))
                        .reduce(
                                BinaryOperator.maxBy(
                                        Comparator.comparing(
                                                visit -> shares.getOrDefault(visit.network, 0))));
        chosen.ifPresent(Visit::sendAway);
    }

    /** A connection that is in its handshake, or about to be. Its fields have the places' lock. */
    final class Visit implements AutoCloseable {
        private final IpNetwork network;
        private final Runnable abort;
        private final Condition turn = lock.newCondition();
        private boolean sentAway;
        private boolean listening;
        private long since;
        private long listened;

        private Visit(IpNetwork network, Runnable abort) {
            this.network = network;
            this.abort = abort;
        }

        /** We begin to wait for bytes of it. */
        void listen() {
            lock.lock();
            try {
                listening = true;
                since = clock.getAsLong();
            } finally {
                lock.unlock();
            }
        }

        /** We do not wait any more, whether or not something came. */
        void stopListening() {
            lock.lock();
            try {
                listening = false;
                // How long it was silent before it had a place cost nobody anything.
                listened += holding.contains(this) ? clock.getAsLong() - since : 0;
            } finally {
                lock.unlock();
            }
        }

        /** Takes a place with its first bytes, waiting for one. */
        void enter() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (!silent.remove(this)) {
                    return;
                }
                waiting.add(this);
                if (waiting.size() == MAX_WAITING) {
                    onChange.run();
                }
                handOn();
                while (!holding.contains(this)) {
                    makeRoom();
                    var _ = turn.await(LOOK.toNanos(), TimeUnit.NANOSECONDS);
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean hasLetUsWait() {
            long now = listening ? clock.getAsLong() - since : 0;
            return listening && listened + now > PATIENCE.toNanos();
        }

        private void sendAway() {
            sentAway = true;
            silent.remove(this);
            abort.run();
        }

        /** Whether it was closed in favour of others. */
        boolean isSentAway() {
            lock.lock();
            try {
                return sentAway;
            } finally {
                lock.unlock();
            }
        }

        /** Its handshake is over; somebody else gets its place. */
        @Override
        public void close() {
            lock.lock();
            try {
                silent.remove(this);
                if (waiting.remove(this) && waiting.size() == MAX_WAITING - 1) {
                    onChange.run();
                }
                if (holding.remove(this)) {
                    handOn();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
