package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeSource;
import dev.peerloom.core.dial.CandidateMix.Source;
import dev.peerloom.core.fault.CodeWatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/**
 * Calls the node sources, each in a virtual thread of its own, when a candidate of theirs is
 * wanted. Thread-safe.
 */
final class SourceThreads {
    private static final Logger LOG = LoggerFactory.getLogger(SourceThreads.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    private final CodeWatch watch;
    private final BiConsumer<Source, Enode> deliver;
    private final Map<Source, Puller> pullers = new ConcurrentHashMap<>();

    /**
     * No sources yet.
     *
     * @param watch who is told when a source fails
     * @param deliver takes the candidates; returns at once
     */
    SourceThreads(CodeWatch watch, BiConsumer<Source, Enode> deliver) {
        this.watch = watch;
        this.deliver = deliver;
    }

    /**
     * Begins to call a source when it is asked.
     *
     * @param owner the plugin that brought it, named when it fails
     */
    void start(Source source, String owner, NodeSource code) {
        Puller puller = new Puller(source, owner, code);
        pullers.put(source, puller);
        puller.thread.start();
    }

    /** Wants one candidate of a source. */
    void ask(Source source) {
        Puller puller = pullers.get(source);
        if (puller != null) {
            puller.wanted.release();
        }
    }

    /** Calls a source no more. */
    void end(Source source) {
        Puller puller = pullers.remove(source);
        if (puller != null) {
            puller.ended = true;
            puller.thread.interrupt();
        }
    }

    /** Calls one source. Its thread owns it, but for the flag and the permits. */
    private final class Puller {
        final Source source;
        final String owner;
        final NodeSource code;
        final Semaphore wanted = new Semaphore(0);
        final Thread thread;
        volatile boolean ended;

        Puller(Source source, String owner, NodeSource code) {
            this.source = source;
            this.owner = owner;
            this.code = code;
            this.thread = Thread.ofVirtual().name("node-source " + owner).unstarted(this::run);
            // Not that of whoever begins it: a plugin begins the node's own, and would stay for it.
            thread.setContextClassLoader(code.getClass().getClassLoader());
        }

        private void run() {
            watch.threads().enter(owner);
            try {
                // A source may swallow its interrupt, so that is not enough to end it.
                while (!ended) {
                    wanted.acquire();
                    pull();
                }
            } catch (InterruptedException e) {
                LOG.debug("Plugin {}: its node source has ended", owner);
            } finally {
                watch.threads().leave();
            }
        }

        private void pull() throws InterruptedException {
            for (Duration backOff = FIRST_BACK_OFF; !ended; backOff = longer(backOff)) {
                try {
                    deliver.accept(source, code.next().node());
                    return;
                } catch (RuntimeException | Error failure) {
                    // Code of a plugin, Errors included: it may get better, and hurts nobody else.
                    if (!ended) {
                        watch.faults().threw(owner, "its node source", failure);
                        Thread.sleep(backOff);
                    }
                }
            }
        }
    }

    private static Duration longer(Duration backOff) {
        Duration doubled = backOff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }
}
