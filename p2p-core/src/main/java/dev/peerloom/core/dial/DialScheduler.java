package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.wire.LogText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Runs a {@link DialPlan} on one virtual thread, which owns it; each dial has a virtual thread of
 * its own. The methods may be called from any thread and return at once.
 */
public final class DialScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DialScheduler.class);

    /** Makes a link; blocks until it stands. */
    @FunctionalInterface
    public interface Dialler {
        /** Returns what completes when the link, new or there already, has ended. */
        CompletableFuture<Void> dial(Enode node) throws Exception;
    }

    private final Dialler dialler;
    private final LongSupplier clock;
    private final DialPlan plan;
    private final LinkedBlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    // The owner's, as the plan: whom to tell when a node that was to be dialled once is done with.
    private final Map<NodeId, CompletableFuture<Void>> once = new HashMap<>();
    private final Thread owner;
    private volatile boolean closed;

    /**
     * Makes a scheduler that collects what to dial until it is started.
     *
     * @param clock nanoseconds that only grow
     */
    public DialScheduler(Dialler dialler, LongSupplier clock, RandomGenerator random) {
        this.dialler = dialler;
        this.clock = clock;
        this.plan = new DialPlan(random);
        this.owner = Thread.ofVirtual().name("dial-scheduler").unstarted(this::run);
    }

    /** Begins to dial. */
    public void start() {
        owner.start();
    }

    /** Keeps a node connected from now on. */
    public void addStatic(Enode node) {
        commands.add(() -> plan.addStatic(node, clock.getAsLong()));
    }

    /**
     * Dials a node once.
     *
     * @return completes when the dial has failed or its link has ended; at once if the node is
     *     being dialled or connected already
     */
    public CompletableFuture<Void> connect(Enode node) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        commands.add(
                () -> {
                    if (plan.request(node, clock.getAsLong())) {
                        once.put(node.id(), done);
                    } else {
                        done.complete(null);
                    }
                });
        return done;
    }

    private void run() {
        try {
            while (!closed) {
                plan.due(clock.getAsLong()).forEach(this::begin);
                Runnable command = nextCommand();
                if (command != null) {
                    command.run();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The dial scheduler has stopped");
        }
    }

    private @Nullable Runnable nextCommand() throws InterruptedException {
        Long next = plan.nextDue();
        return next == null
                ? commands.take()
                : commands.poll(Math.max(0, next - clock.getAsLong()), TimeUnit.NANOSECONDS);
    }

    private void begin(Enode node) {
        Thread.ofVirtual()
                .name("dial " + node.id().toString().substring(0, 8))
                .start(() -> dial(node));
    }

    private void dial(Enode node) {
        NodeId id = node.id();
        try {
            CompletableFuture<Void> ended = dialler.dial(node);
            commands.add(() -> plan.connected(id));
            var _ = ended.thenRun(() -> commands.add(() -> ended(id)));
        } catch (Exception | Error e) {
            // Errors included: a dial that is not reported keeps its place for ever.
            if (!closed) {
                LOG.debug("Dial of {} failed: {}", node, LogText.escape(LogText.of(e), 300));
                LOG.trace("Dial of {} failed", node, e);
            }
            commands.add(() -> failed(id));
        }
    }

    private void failed(NodeId id) {
        plan.failed(id, clock.getAsLong());
        tellOnce(id);
    }

    private void ended(NodeId id) {
        plan.ended(id, clock.getAsLong());
        tellOnce(id);
    }

    private void tellOnce(NodeId id) {
        CompletableFuture<Void> done = once.remove(id);
        if (done != null) {
            done.complete(null);
        }
    }

    /** Begins no dial any more. */
    @Override
    public void close() {
        closed = true;
        owner.interrupt();
    }
}
