package dev.peerloom.core.peer;

import dev.peerloom.api.PeerEvent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Closes one link, once, in a virtual thread of its own: tells the peer, ends the connection in
 * peace, waits for every protocol, and interrupts and then reports those that do not end.
 */
final class LinkCloser {
    private static final Logger LOG = LoggerFactory.getLogger(LinkCloser.class);
    private static final long DISCONNECT_WAIT_NANOS = 1_000_000_000L;

    private final PeerLink link;
    private final CloseCause cause;
    private final Connection connection;
    private final LinkWriter writer;
    private final List<ProtocolRun> runs;
    private final LinkParts parts;

    LinkCloser(
            PeerLink link,
            CloseCause cause,
            Connection connection,
            LinkWriter writer,
            List<ProtocolRun> runs,
            LinkParts parts) {
        this.link = link;
        this.cause = cause;
        this.connection = connection;
        this.writer = writer;
        this.runs = runs;
        this.parts = parts;
    }

    void start(boolean inOrder) {
        Thread.ofVirtual()
                .name("close " + link.id().toString().substring(0, 8))
                .start(() -> close(inOrder));
    }

    private void close(boolean inOrder) {
        try {
            long start = System.nanoTime();
            if (inOrder) {
                joinAll(runs, start);
            }
            writer.close();
            endConnection();
            List<ProtocolRun> left = joinAll(runs, start);
            left.forEach(ProtocolRun::interrupt);
            joinAll(left, System.nanoTime()).forEach(ProtocolRun::report);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts a closing thread", e);
        } finally {
            PeerEvent event =
                    new PeerEvent.Disconnected(
                            link, cause.byRemote(), cause.code(), cause.detail());
            parts.events().publish(event);
            link.ended(cause);
        }
    }

    private void endConnection() throws InterruptedException {
        boolean told = !cause.tell() || writer.disconnect(cause.code(), DISCONNECT_WAIT_NANOS);
        if (told) {
            connection.finish();
        } else {
            LOG.debug("The peer {} could not be told why its link closes", link.id());
            connection.abort();
        }
    }

    /** Waits for runs until the grace has passed since the start; returns those that go on. */
    private List<ProtocolRun> joinAll(List<ProtocolRun> waited, long start)
            throws InterruptedException {
        List<ProtocolRun> left = new ArrayList<>();
        for (ProtocolRun run : waited) {
            Duration used = Duration.ofNanos(System.nanoTime() - start);
            if (!run.join(parts.timing().grace().minus(used))) {
                left.add(run);
            }
        }
        return left;
    }
}
