package dev.peerloom.core.nodes;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.core.Ban;
import dev.peerloom.core.BanTarget;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.KnownNode;

import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What was learnt about nodes, and the bans, kept over restarts. All of it is in memory; what has
 * changed is written every few seconds by one thread, which owns the file, and bans at once. A kill
 * at any moment loses those few seconds at most, and no ban. Thread-safe: nodes are guarded by the
 * monitor.
 */
public final class NodeDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDatabase.class);

    /** How often what was learnt is written. */
    static final Duration WRITTEN_EVERY = Duration.ofSeconds(5);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Optional<Path> file;
    private final InstantSource clock;
    private final KnownNodes known = new KnownNodes();
    private final List<Ban> storedBans = new ArrayList<>();
    private final ScheduledExecutorService writer;
    // The writer's: null if nothing is to be kept, or the file cannot be used now.
    private @Nullable NodeStore store;
    private boolean told;

    private NodeDatabase(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        // A platform thread that nobody else knows: an interrupt would close the file.
        writer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("node-database").factory());
    }

    /**
     * Opens a database.
     *
     * @param file where it is kept, which is created if need be; empty to forget it at the end
     * @throws ConfigurationException if the file cannot be used
     */
    public static NodeDatabase open(Optional<Path> file, InstantSource clock)
            throws ConfigurationException {
        NodeDatabase database = new NodeDatabase(file, clock);
        boolean open = false;
        try {
            database.load();
            open = true;
            return database;
        } finally {
            if (!open) {
                database.writer.shutdownNow();
            }
        }
    }

    private void load() throws ConfigurationException {
        if (file.isEmpty()) {
            return;
        }
        try {
            onWriter(
                            () -> {
                                NodeStore opened = NodeStore.open(file.get());
                                store = opened;
                                read(opened);
                            })
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ConfigurationException wrong) {
                throw wrong;
            }
            throw e;
        }
        long millis = WRITTEN_EVERY.toMillis();
        var _ = writer.scheduleWithFixedDelay(this::write, millis, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void read(NodeStore opened) {
        int unreadable = 0;
        for (byte[] bytes : opened.nodes().values()) {
            try {
                known.restore(Records.node(bytes));
            } catch (RlpException | IllegalArgumentException e) {
                LOG.debug("An entry of the node database cannot be read", e);
                unreadable++;
            }
        }
        for (byte[] bytes : opened.bans().values()) {
            try {
                storedBans.add(Records.ban(bytes));
            } catch (RlpException | IllegalArgumentException e) {
                LOG.debug("A ban in the node database cannot be read", e);
                unreadable++;
            }
        }
        if (unreadable > 0) {
            LOG.warn("{} entries of the node database cannot be read: passed over", unreadable);
        }
        known.expire(clock.instant());
    }

    /** A piece of work of the writer. */
    @FunctionalInterface
    private interface Work {
        void run() throws ConfigurationException;
    }

    /** Has the writer do something. Joining this is not disturbed by an interrupt. */
    private CompletableFuture<Void> onWriter(Work work) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        work.run();
                    } catch (ConfigurationException e) {
                        throw new CompletionException(e);
                    }
                },
                writer);
    }

    /** There is a link with a node that we dialled. */
    public synchronized void linked(Enode node) {
        known.linked(node, clock.instant());
    }

    /** The link with a node is gone. */
    public synchronized void left(NodeId id) {
        known.left(id, clock.instant());
    }

    /** A dial has failed. */
    public synchronized void failed(Enode node, String why) {
        known.failed(node, why, clock.instant());
    }

    /** What is known of one node. */
    public synchronized Optional<KnownNode> find(NodeId id) {
        return known.find(id);
    }

    /** The nodes that are known, those most worth dialling first. */
    public synchronized List<KnownNode> best(int limit) {
        return known.best(limit);
    }

    /** The bans as they were stored when the database was opened. */
    synchronized List<Ban> storedBans() {
        return List.copyOf(storedBans);
    }

    /**
     * Stores a ban: once this completes it survives a kill, unless the log says otherwise. What is
     * asked for first is done first.
     */
    CompletableFuture<Void> putBan(Ban ban) {
        byte[] bytes = Records.encode(ban);
        return changeBans(opened -> opened.bans().put(ban.target().toString(), bytes));
    }

    /** Removes a ban likewise. */
    CompletableFuture<Void> removeBan(BanTarget target) {
        return changeBans(opened -> opened.bans().remove(target.toString()));
    }

    private interface Change {
        void apply(NodeStore opened);
    }

    private CompletableFuture<Void> changeBans(Change change) {
        if (file.isEmpty() || writer.isShutdown()) {
            return CompletableFuture.completedFuture(null);
        }
        return onWriter(
                () ->
                        guarded(
                                opened -> {
                                    change.apply(opened);
                                    opened.commit();
                                }));
    }

    /** Writes what has changed. */
    private void write() {
        Map<NodeId, Optional<KnownNode>> changes;
        synchronized (this) {
            known.expire(clock.instant());
            changes = known.takeChanges();
        }
        if (changes.isEmpty()) {
            return;
        }
        guarded(
                opened -> {
                    changes.forEach((id, node) -> put(opened, id, node));
                    opened.commit();
                });
    }

    private static void put(NodeStore opened, NodeId id, Optional<KnownNode> node) {
        if (node.isPresent()) {
            opened.nodes().put(id.toString(), Records.encode(node.get()));
        } else {
            opened.nodes().remove(id.toString());
        }
    }

    /** On the writer: a disk that is full is told, and tried again; the node goes on. */
    private void guarded(Change change) {
        try {
            NodeStore opened = reopened();
            change.apply(opened);
            told = false;
        } catch (MVStoreException | ConfigurationException e) {
            if (!told) {
                told = true;
                LOG.warn(
                        "The node database cannot be written; what is learnt now, and bans, will"
                                + " not outlive this run: {}",
                        e.getMessage());
            }
            synchronized (this) {
                known.allChanged();
            }
        }
    }

    private NodeStore reopened() throws ConfigurationException {
        NodeStore opened = store;
        if (opened == null || opened.isClosed()) {
            opened = NodeStore.open(file.orElseThrow());
            store = opened;
        }
        return opened;
    }

    /** Writes what was learnt now, and waits for it. */
    public void flush() {
        if (file.isPresent() && !writer.isShutdown()) {
            onWriter(this::write).join();
        }
    }

    /** Writes what was learnt last and closes the file. */
    @Override
    public void close() {
        if (writer.isShutdown()) {
            return;
        }
        writer.execute(
                () -> {
                    if (file.isPresent()) {
                        write();
                    }
                    NodeStore opened = store;
                    if (opened != null) {
                        opened.close();
                    }
                });
        writer.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            if (!writer.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The node database was not closed within {} s", CLOSING.toSeconds());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
