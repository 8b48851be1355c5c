package dev.peerloom.core.peer;

import dev.peerloom.core.RunningProtocol;
import dev.peerloom.core.wire.LogText;
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
    private static final int MAX_TEXT = 200;

    private final PeerLink link;
    private final SharedProtocol shared;
    private final ProtocolChannel channel;
    private volatile @Nullable Thread thread;

    ProtocolRun(PeerLink link, SharedProtocol shared, ProtocolChannel channel) {
        this.link = link;
        this.shared = shared;
        this.channel = channel;
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
        try {
            shared.offered().protocol().run(link, channel);
        } catch (Throwable failure) {
            // Code of a plugin, Errors included: it hurts this link and nothing else.
            end = RunEnd.forFailure(failure);
            if (!link.isClosing()) {
                LOG.debug("Plugin {}: {} failed", shared.offered().owner(), this, failure);
            }
        } finally {
            channel.end();
        }
        // Ignored if the link is closing already: then the end is what was asked for.
        link.close(CloseCause.local(end.reason(), shared.capability() + ": " + end.detail()));
    }

    RunningProtocol describe() {
        return new RunningProtocol(
                shared.capability(), shared.offset(), shared.length(), peerInfo());
    }

    private Map<String, ?> peerInfo() {
        try {
            return shared.offered().protocol().peerInfo(link);
        } catch (Throwable failure) {
            // Code of a plugin, Errors included: asked for information, it must not fail the asker.
            return Map.of("error", LogText.escape(String.valueOf(failure), MAX_TEXT));
        }
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

    /** Says in the log that the plugin ignores the end of its link, and where it hangs. */
    void report() {
        Thread running = thread;
        StringBuilder stack = new StringBuilder();
        if (running != null) {
            for (StackTraceElement element : running.getStackTrace()) {
                stack.append(" <- ").append(element);
            }
        }
        LOG.warn(
                "Plugin {}: {} goes on although its link has closed and it was interrupted{}",
                shared.offered().owner(),
                this,
                stack);
    }

    @Override
    public String toString() {
        return shared.capability() + " with " + link.id().toString().substring(0, 16);
    }
}
