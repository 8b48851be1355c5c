package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
import dev.peerloom.core.fault.CodeWatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Pulls candidates out of node sources, one virtual thread each, as long as there are free places
 * among the peers that we dial. Thread-safe: places are a semaphore, the history has a lock.
 */
public final class DialSources {
    /** A node that was dialled is not dialled again for that long. */
    static final Duration REDIAL = Duration.ofSeconds(35);

    private static final Logger LOG = LoggerFactory.getLogger(DialSources.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);
    private static final Duration SKIP_PAUSE = Duration.ofMillis(20);
    private static final int MAX_HISTORY = 10_000;

    private final DialScheduler scheduler;
    private final Predicate<NodeId> unwanted;
    private final LongSupplier clock;
    private final Semaphore places;
    private final CodeWatch watch;
    private final Map<NodeId, Long> history = new HashMap<>();

    /**
     * Sources over a scheduler.
     *
     * @param unwanted whether a node is connected already, or ourselves
     * @param places how many peers from sources we dial at most
     * @param watch who is told when a source fails
     */
    public DialSources(
            DialScheduler scheduler,
            Predicate<NodeId> unwanted,
            LongSupplier clock,
            int places,
            CodeWatch watch) {
        this.watch = watch;
        this.scheduler = scheduler;
        this.unwanted = unwanted;
        this.clock = clock;
        this.places = new Semaphore(places);
    }

    /**
     * Pulls from a source from now on.
     *
     * @param owner the plugin that brought it, named when it fails
     * @return what ends that
     */
    public Runnable add(String owner, NodeSource source) {
        AtomicBoolean ended = new AtomicBoolean();
        Thread puller =
                Thread.ofVirtual()
                        .name("node-source " + owner)
                        .start(() -> pull(owner, source, ended));
        return () -> {
            ended.set(true);
            puller.interrupt();
        };
    }

    private void pull(String owner, NodeSource source, AtomicBoolean ended) {
        Duration backOff = FIRST_BACK_OFF;
        watch.threads().enter(owner);
        try {
            // A source may swallow its interrupt, so that is not enough to end it.
            while (!ended.get()) {
                places.acquire();
                try {
                    dial(source.next().node());
                    backOff = FIRST_BACK_OFF;
                } catch (RuntimeException | Error failure) {
                    // Code of a plugin, Errors included: it may get better, and hurts nobody else.
                    places.release();
                    if (ended.get()) {
                        break;
                    }
                    watch.faults().threw(owner, "its node source", failure);
                    Thread.sleep(backOff);
                    backOff = longer(backOff);
                } catch (InterruptedException e) {
                    places.release();
                    throw e;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Plugin {}: its node source has ended", owner);
        } finally {
            watch.threads().leave();
        }
    }

    private static Duration longer(Duration backOff) {
        Duration doubled = backOff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }

    private void dial(Enode node) throws InterruptedException {
        if (unwanted.test(node.id()) || !remember(node.id())) {
            // A source that repeats itself without waiting must not keep a core busy.
            Thread.sleep(SKIP_PAUSE);
            places.release();
            return;
        }
        var _ = scheduler.connect(node).thenRun(places::release);
    }

    private boolean remember(NodeId id) {
        long now = clock.getAsLong();
        synchronized (history) {
            history.values().removeIf(time -> now - time >= REDIAL.toNanos());
            return history.size() < MAX_HISTORY && history.putIfAbsent(id, now) == null;
        }
    }
}
