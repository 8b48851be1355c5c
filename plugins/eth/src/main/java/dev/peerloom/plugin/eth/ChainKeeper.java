package dev.peerloom.plugin.eth;

import dev.peerloom.plugin.eth.chain.MerkleRoots;
import dev.peerloom.plugin.eth.chain.StoredChain;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Imports a stored chain: small ones at once, large ones in the background, and what is appended
 * later when asked to.
 *
 * <p>Every import runs in a thread that ends with it, since the trie library leaves its digest in
 * the thread. One import runs at a time.
 */
final class ChainKeeper {
    /** Up to here the operator does not notice the wait. */
    private static final long SMALL = 16 << 20;

    private static final System.Logger LOG = System.getLogger(ChainKeeper.class.getName());

    private final StoredChain chain;
    private final Runnable published;
    private final long small;
    private volatile boolean stopped;
    private @Nullable Thread background;

    /** {@code published} is run after every import that went through. */
    ChainKeeper(StoredChain chain, Runnable published) {
        this(chain, published, SMALL);
    }

    ChainKeeper(StoredChain chain, Runnable published, long small) {
        this.chain = chain;
        this.published = published;
        this.small = small;
    }

    /** Imports, or begins to: up to a size it waits, and throws what is wrong with the export. */
    void start() throws IOException, InterruptedException {
        if (chain.pending() <= small) {
            update();
            return;
        }
        LOG.log(System.Logger.Level.INFO, "the chain is imported in the background; no peers yet");
        background = Thread.ofPlatform().name("eth-import").daemon().start(this::importLogged);
    }

    /** Imports what was appended to the export; returns the head's number. */
    long update() throws IOException, InterruptedException {
        inOwnThread(
                () -> {
                    importNow();
                    return chain;
                });
        return chain.head().number();
    }

    private void importLogged() {
        try {
            importNow();
        } catch (CancellationException e) {
            LOG.log(System.Logger.Level.INFO, "import stopped; it goes on at the next start");
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "no chain is served, eth peers are refused: {0}",
                    String.valueOf(e.getMessage()));
        }
    }

    private synchronized void importNow() throws IOException {
        if (stopped) {
            throw new CancellationException("the plugin is stopping");
        }
        try (MerkleRoots roots = new MerkleRoots()) {
            chain.update(roots, () -> stopped);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "chain ready: genesis {0}, head {1}, block {2}",
                chain.genesisHash(),
                chain.head().hash(),
                Long.toString(chain.head().number()));
        published.run();
    }

    /** Runs work that leaves things behind in its thread. */
    static <T> T inOwnThread(Callable<T> work) throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("eth-chain").daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case IOException cause -> throw cause;
                case null, default -> throw new IOException(e.getCause());
            }
        }
    }

    /** Stops an import that is under way, waits for that, and closes the chain. */
    void stop() throws IOException, InterruptedException {
        stopped = true;
        Thread importing = background;
        if (importing != null) {
            importing.join();
        }
        synchronized (this) { // an import that was asked for holds it
            chain.close();
        }
    }
}
