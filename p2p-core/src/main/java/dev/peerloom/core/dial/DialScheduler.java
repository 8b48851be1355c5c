package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
import dev.peerloom.core.DialStatus;
import dev.peerloom.core.dial.CandidateMix.Source;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.wire.LogText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Runs a {@link DialPlan} on one virtual thread, which owns it; each dial has a virtual thread of
 * its own. The methods may be called from any thread; those that answer wait for the owner, which
 * waits for nobody.
 */
public final class DialScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DialScheduler.class);
    private static final int MAX_FAILURE = 300;

    /** With that many commands waiting, nobody's wish to have a node dialled once is taken. */
    private static final int MANY_COMMANDS = 20_000;

    /** Makes links. */
    public interface Dialler {
        /** Makes a link, or finds that there is one; blocks until it stands. */
        void dial(Enode node) throws Exception;

        /** Closes the link with a node that was taken away while it was being dialled. */
        void drop(NodeId id);
    }

    private final Dialler dialler;
    private final LongSupplier clock;
    private final CandidateMix mix = new CandidateMix();
    private final DialPlan plan;
    private final SourceThreads sources;
    private final LinkedBlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    // The owner's, as the plan: whom to tell when a node that was to be dialled once is done with.
    private final Map<NodeId, List<CompletableFuture<Void>>> waiting = new HashMap<>();
    private final Thread owner;
    private volatile boolean closed;

    /**
     * Makes a scheduler that collects what to dial until it is started.
     *
     * @param unwanted candidates of sources that are not to be dialled
     * @param clock nanoseconds that only grow
     * @param watch who is told when a source fails
     */
    public DialScheduler(
            Dialler dialler,
            Predicate<? super Enode> unwanted,
            LongSupplier clock,
            RandomGenerator random,
            CodeWatch watch) {
        this.dialler = dialler;
        this.clock = clock;
        this.plan = new DialPlan(random, unwanted, mix);
        this.sources =
                new SourceThreads(
                        watch, (source, node) -> commands.add(() -> mix.deliver(source, node)));
        this.owner = Thread.ofVirtual().name("dial-scheduler").unstarted(this::run);
    }

    /** Begins to dial. */
    public void start() {
        owner.start();
    }

    /** Sets how many peers there may be, and how many of them may be dialled candidates. */
    public void limits(int maxPeers, int maxDialled) {
        commands.add(() -> plan.limits(maxPeers, maxDialled));
    }

    /** Keeps a node connected from now on; completes with false if there are too many of them. */
    public CompletableFuture<Boolean> addStatic(Enode node) {
        return ask(() -> plan.addStatic(node, now()), false);
    }

    /** Keeps a node connected no longer; completes with whether it was kept. */
    public CompletableFuture<Boolean> removeStatic(NodeId id) {
        return ask(() -> plan.removeStatic(id), false);
    }

    /** Dials static peers that wait for their next attempt now. */
    public void retryNow() {
        commands.add(() -> plan.retryNow(now()));
    }

    /**
     * Dials a node once.
     *
     * @return completes when the dial has ended, in a link or not; at once if the node is being
     *     dialled or connected already
     */
    public CompletableFuture<Void> connect(Enode node) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed || commands.size() >= MANY_COMMANDS) {
            LOG.debug("{} is not dialled: too much waits to be dialled", node);
            done.complete(null);
            return done;
        }
        commands.add(
                () -> {
                    if (plan.request(node, now())) {
                        waiting.computeIfAbsent(node.id(), id -> new ArrayList<>()).add(done);
                    } else {
                        done.complete(null);
                    }
                });
        if (closed) {
            done.complete(null);
        }
        return done;
    }

    /**
     * Pulls candidates from a source from now on, while places for them are free.
     *
     * @param plugin the plugin that brought it, named when it fails
     * @return what ends that
     */
    public Runnable addSource(String plugin, NodeSource code) {
        Source source = new Source();
        sources.start(source, plugin, code);
        commands.add(() -> mix.add(source));
        return () -> {
            sources.end(source);
            commands.add(() -> mix.remove(source));
        };
    }

    /** There is a link with a node now, or it has become trusted or ceased to be. */
    public void linked(NodeId id, boolean inbound, boolean trusted) {
        commands.add(() -> plan.linked(id, inbound, trusted, now()));
    }

    /** The link with a node is gone. */
    public void unlinked(NodeId id) {
        commands.add(() -> plan.unlinked(id, now()));
    }

    /** What has become of the dials to all nodes, those with a dial to come first. */
    public List<DialStatus> status() {
        return ask(() -> plan.status().stream().map(this::status).toList(), List.<DialStatus>of())
                .join();
    }

    /** What has become of the dials to one node. */
    public Optional<DialStatus> status(NodeId id) {
        return ask(
                        () -> Optional.ofNullable(plan.status(id)).map(this::status),
                        Optional.<DialStatus>empty())
                .join();
    }

    private DialStatus status(DialTarget.Snapshot snapshot) {
        return new DialStatus(
                snapshot.node(),
                snapshot.fixed(),
                snapshot.state(),
                snapshot.attempts(),
                snapshot.failures(),
                time(snapshot.lastAttempt()),
                time(snapshot.nextAttempt()),
                Optional.ofNullable(snapshot.lastFailure()));
    }

    private Optional<Instant> time(@Nullable Long moment) {
        return moment == null
                ? Optional.empty()
                : Optional.of(Instant.now().plusNanos(moment - now()));
    }

    /** Has the owner answer; when there is none any more, the answer is that other one. */
    private <T> CompletableFuture<T> ask(Supplier<? extends T> question, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        commands.add(() -> answer.complete(question.get()));
        if (closed) {
            // The owner may have gone before it saw the question.
            answer.complete(otherwise);
        }
        return answer;
    }

    private long now() {
        return clock.getAsLong();
    }

    private void run() {
        try {
            while (!closed) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.debug("The dial scheduler has stopped");
        } finally {
            closed = true;
            answerTheRest();
        }
    }

    /** Who asked before the end is told; who asks later finds that it is over. */
    private void answerTheRest() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
        waiting.values().forEach(all -> all.forEach(done -> done.complete(null)));
        waiting.clear();
    }

    private void step() throws InterruptedException {
        try {
            long now = now();
            plan.due(now).forEach(this::begin);
            if (plan.places(now) > 0) {
                mix.toAsk(now).forEach(sources::ask);
            }
            Runnable command = nextCommand();
            if (command != null) {
                command.run();
            }
        } catch (RuntimeException e) {
            // Without its owner nobody would be dialled any more, and everyone who asks would wait.
            LOG.error("A fault of ours in the dial scheduler", e);
        }
    }

    private @Nullable Runnable nextCommand() throws InterruptedException {
        Long next = plan.nextDue(now());
        return next == null
                ? commands.take()
                : commands.poll(Math.max(0, next - now()), TimeUnit.NANOSECONDS);
    }

    private void begin(Enode node) {
        Thread.ofVirtual()
                .name("dial " + node.id().toString().substring(0, 8))
                .start(() -> dial(node));
    }

    private void dial(Enode node) {
        try {
            dialler.dial(node);
            commands.add(() -> done(node.id(), null));
        } catch (Exception | Error e) {
            // Errors included: a dial that is not reported keeps its place for ever.
            String failure = LogText.escape(LogText.of(e), MAX_FAILURE);
            if (!closed) {
                LOG.debug("Dial of {} failed: {}", node, failure);
                LOG.trace("Dial of {} failed", node, e);
            }
            commands.add(() -> done(node.id(), failure));
        }
    }

    private void done(NodeId id, @Nullable String failure) {
        if (plan.done(id, failure, now())) {
            dialler.drop(id);
        }
        waiting.getOrDefault(id, List.of()).forEach(done -> done.complete(null));
        waiting.remove(id);
    }

    /** Begins no dial any more. */
    @Override
    public void close() {
        closed = true;
        owner.interrupt();
    }
}
