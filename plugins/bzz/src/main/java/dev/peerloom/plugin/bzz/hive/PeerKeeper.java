package dev.peerloom.plugin.bzz.hive;

import dev.peerloom.plugin.bzz.overlay.SwarmNode;
import dev.peerloom.plugin.bzz.table.KademliaTable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the table's nodes across restarts: in a thread of its own, soon after a change, and at the
 * end. {@link #start} and {@link #stop} are called by the service, one after the other.
 */
public final class PeerKeeper {
    /** Changes come in swarms; a kill costs no more than those of this time. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KademliaTable table;
    private final PeerFile file;
    private final Semaphore changed = new Semaphore(0);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("bzz-peers").unstarted(this::run);
    private boolean failed;

    /**
     * A keeper.
     *
     * @param table whose nodes to keep
     * @param directory where the file lies
     */
    public PeerKeeper(KademliaTable table, Path directory) {
        this.table = table;
        this.file = new PeerFile(directory);
    }

    /**
     * Enters what was kept into the table, and keeps it from now on.
     *
     * @throws IOException if the file is there and cannot be read
     */
    public void start() throws IOException {
        for (SwarmNode node : file.read()) {
            // The operator may have given us an address that another node had.
            if (!node.overlay().equals(table.base())) {
                boolean _ = table.register(node);
            }
        }
        thread.start();
    }

    /** The table has changed. */
    public void changed() {
        changed.release();
    }

    /**
     * Writes what is known, and ends.
     *
     * @throws InterruptedException if the thread is interrupted; nothing is lost but the last
     *     second
     */
    public void stop() throws InterruptedException {
        stopped.countDown();
        changed.release();
        thread.join();
        write();
    }

    private void run() {
        try {
            do {
                changed.acquire();
                changed.drainPermits();
                write();
            } while (!stopped.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            // Nobody has this thread to interrupt it; if somebody does, stop() writes the rest.
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            file.write(table.known());
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                // Asked for here, as finding one would slow the start of every node down.
                System.getLogger(PeerKeeper.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "The known Swarm peers cannot be kept; is the disk full? The node goes on",
                                e);
            }
            failed = true;
        }
    }
}
