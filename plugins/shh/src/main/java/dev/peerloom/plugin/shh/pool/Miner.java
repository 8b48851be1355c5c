package dev.peerloom.plugin.shh.pool;

import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.wire.Envelope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds nonces: on all cores, for one envelope at a time, within a time. Its threads are platform
 * threads, because the virtual ones share their carriers with every protocol of the node; they live
 * for one envelope.
 *
 * <p>Any thread may call any method.
 */
public final class Miner implements AutoCloseable {
    /** So many hashes between two looks at the clock. */
    private static final int STRIDE = 2048;

    private final int cores;
    private final Semaphore turn = new Semaphore(1, true);
    private volatile boolean closed;

    /**
     * A miner.
     *
     * @param cores on how many it computes at once
     */
    public Miner(int cores) {
        this.cores = cores;
    }

    /**
     * Searches for a nonce.
     *
     * @param envelope the envelope, whose nonce does not matter
     * @param leadingZeros how many zero bits the hash must begin with
     * @param limit how long to search, and to wait for others who do
     * @return the envelope with the nonce; empty if none was found in time
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Optional<Envelope> mine(Envelope envelope, int leadingZeros, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        if (!turn.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            Search search = new Search(envelope, leadingZeros, deadline);
            return Optional.ofNullable(search.run()).map(envelope::withNonce);
        } finally {
            turn.release();
        }
    }

    /** Ends a search that is under way; there is none afterwards. */
    @Override
    public void close() {
        closed = true;
    }

    /**
     * How many zero bits make a proof of work. Where clocks differ, the time until the envelope was
     * sent counts as well, so it is mined for so much longer a life.
     *
     * @param envelope the envelope
     * @param pow the proof of work
     * @return 0 to 256
     */
    public static int bitsFor(Envelope envelope, double pow) {
        return bitsFor(envelope, pow, envelope.ttl() + Requirements.ALLOWANCE_SECONDS + 1);
    }

    static int bitsFor(Envelope envelope, double pow, long seconds) {
        int bits = 0;
        while (bits < 256 && envelope.pow(bits, seconds) < pow) {
            bits++;
        }
        return bits;
    }

    /** One search. What the threads share is atomic or volatile. */
    private final class Search {
        private final Keccak256 prefix = new Keccak256();
        private final AtomicReference<@Nullable Long> found = new AtomicReference<>();
        private final CountDownLatch done = new CountDownLatch(cores);
        private final int target;
        private final long deadline;
        private volatile boolean abandoned;

        Search(Envelope envelope, int target, long deadline) {
            // What does not change is hashed once: full blocks of it are never touched again.
            envelope.workInput(prefix);
            this.target = target;
            this.deadline = deadline;
        }

        /** The nonce, or null. */
        private @Nullable Long run() throws InterruptedException {
            for (int core = 0; core < cores; core++) {
                int first = core;
                Thread thread =
                        Thread.ofPlatform()
                                .name("shh-miner-" + core)
                                .daemon()
                                .unstarted(() -> search(first));
                thread.start();
            }
            try {
                done.await();
            } finally {
                abandoned = true;
            }
            return found.get();
        }

        private void search(int first) {
            try {
                Keccak256 keccak = new Keccak256();
                for (long nonce = first; goesOn(); ) {
                    for (int i = 0; i < STRIDE; i++, nonce += cores) {
                        if (keccak.set(prefix).updateLong(nonce).leadingZeros() >= target) {
                            found.compareAndSet(null, nonce);
                            return;
                        }
                    }
                }
            } finally {
                done.countDown();
            }
        }

        private boolean goesOn() {
            return !closed && !abandoned && found.get() == null && System.nanoTime() - deadline < 0;
        }
    }
}
