package dev.peerloom.core.peer;

import dev.peerloom.api.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Sees to it that we say hello to a node on one connection at a time. Two nodes that dial each
 * other at the same moment make two connections. Each side keeps the one on which both hellos came
 * first, and refuses the other: if these are different ones, both are lost. A node to whom we have
 * said hello on one connection only has no choice.
 *
 * <p>So that two nodes that both do this do not wait for each other, the connection that the node
 * with the larger id made goes before the other one: it waits for that one's end, while that one is
 * refused at once. Thread-safe by its monitor; nothing waits in it.
 */
final class HelloTurns {
    private final Supplier<NodeId> self;
    private final Map<NodeId, Turn> turns = new HashMap<>();

    HelloTurns(Supplier<NodeId> self) {
        this.self = self;
    }

    /** The right to say hello to a node, until it is closed. */
    final class Turn implements AutoCloseable {
        private final NodeId id;
        private final boolean inbound;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        private Turn(NodeId id, boolean inbound) {
            this.id = id;
            this.inbound = inbound;
        }

        @Override
        public void close() {
            synchronized (HelloTurns.this) {
                turns.remove(id, this);
            }
            over.complete(null);
        }
    }

    /**
     * Waits for the right to say hello on a connection.
     *
     * @param deadline in nanoseconds of the system's clock
     * @param beforeWaiting runs if the right cannot be had at once
     * @return empty if another connection with that node goes before
     */
    Optional<Turn> take(NodeId id, boolean inbound, long deadline, Runnable beforeWaiting)
            throws InterruptedException {
        boolean first = inbound == isLarger(id);
        while (true) {
            Turn turn = new Turn(id, inbound);
            Turn holder = enter(turn);
            if (holder == null) {
                return Optional.of(turn);
            }
            boolean crossed = holder.inbound != inbound;
            if (crossed && !first) {
                return Optional.empty();
            }
            beforeWaiting.run();
            if (!ends(holder, deadline)) {
                return Optional.empty();
            }
        }
    }

    private synchronized @Nullable Turn enter(Turn turn) {
        return turns.putIfAbsent(turn.id, turn);
    }

    private static boolean ends(Turn holder, long deadline) throws InterruptedException {
        try {
            holder.over.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private boolean isLarger(NodeId id) {
        return Arrays.compareUnsigned(id.publicKey(), self.get().publicKey()) > 0;
    }
}
