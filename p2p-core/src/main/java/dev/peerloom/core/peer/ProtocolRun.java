package dev.peerloom.core.peer;

import dev.peerloom.core.RunningProtocol;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.fault.Failures;
import dev.peerloom.core.fault.Information;
import dev.peerloom.core.wire.RunEnd;
import dev.peerloom.core.wire.SharedProtocol;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;

/** One protocol on one link: its virtual thread, and what its end means for the link. */
final class ProtocolRun {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolRun.class);

    private final PeerLink link;
    private final SharedProtocol shared;
    private final ProtocolChannel channel;
    private final CodeWatch watch;
    private volatile @Nullable Thread thread;

    ProtocolRun(PeerLink link, SharedProtocol shared, ProtocolChannel channel, CodeWatch watch) {
        this.link = link;
        this.shared = shared;
        this.channel = channel;
        this.watch = watch;
    }

    void start() {
        String name = shared.capability() + " " + link.id().toString().substring(0, 8);
        Thread started = Thread.ofVirtual().name(name).unstarted(this::run);
        // A plugin's libraries look for their services there.
        started.setContextClassLoader(shared.offered().protocol().getClass().getClassLoader());
        thread = started;
        started.start();
    }

    private void run() {
        RunEnd end = RunEnd.returned();
        watch.threads().enter(owner());
        try {
            shared.offered().protocol().run(link, channel);
        } catch (Throwable failure) {
            // Code of a plugin, Errors included: it hurts this link and nothing else.
            end = RunEnd.forFailure(failure);
            tell(end, failure);
        } finally {
            watch.threads().leave();
            channel.end();
        }
        // Ignored if the link is closing already: then the end is what was asked for.
        link.close(CloseCause.local(end.reason(), shared.capability() + ": " + end.detail()));
    }

    private void tell(RunEnd end, Throwable failure) {
        if (end.fault() && !(link.isClosing() && Failures.isOfClosing(failure))) {
            watch.faults().threw(owner(), shared.capability() + ": run()", failure);
        } else {
            LOG.debug("Plugin {}: {} ended", owner(), this, failure);
        }
    }

    private String owner() {
        return shared.offered().owner();
    }

    RunningProtocol describe() {
        return new RunningProtocol(
                shared.capability(), shared.offset(), shared.length(), peerInfo());
    }

    private Map<String, ?> peerInfo() {
        return Information.ask(
                watch,
                owner(),
                shared.capability() + ": peerInfo()",
                () -> shared.offered().protocol().peerInfo(link));
    }

    /** Waits for the run to end; false if it goes on after that. */
    boolean join(Duration limit) throws InterruptedException {
        Thread running = thread;
        return running == null || running.join(limit.isNegative() ? Duration.ZERO : limit);
    }

    void interrupt() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Says that the plugin ignores the end of its link and its interrupt, and where it hangs. */
    void report(Duration grace) {
        Thread running = thread;
        StackTraceElement[] calls =
                running == null ? new StackTraceElement[0] : running.getStackTrace();
        String late =
                "%s: run() goes on %d ms after its link closed and it was interrupted"
                        .formatted(shared.capability(), grace.toMillis());
        watch.faults().record(owner(), late, late + ", at " + Failures.stack(calls));
    }

    /** Says that messages wait for the plugin, which does not read them. */
    void reportUnread(String detail) {
        watch.faults().record(owner(), shared.capability() + ": unread", detail);
    }

    @Override
    public String toString() {
        return shared.capability() + " with " + link.id().toString().substring(0, 16);
    }
}
