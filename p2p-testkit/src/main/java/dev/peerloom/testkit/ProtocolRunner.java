package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs a protocol with one peer as a node does: {@code run()} in a virtual thread of its own, the
 * link closed when it ends, the reason taken from how it ended. What the remote side would do is
 * the test's part, over {@link #remote()} or with a {@link ScriptedPeer}.
 *
 * <p>Any thread may call any method.
 */
public final class ProtocolRunner implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final MessagePipe pipe;
    private final TestPeer peer;
    private final Thread thread;

    /** Set before reading ends: EOF or an interrupt in {@code run()} is no fault from then on. */
    private volatile boolean closingInOrder;

    /** Written by the thread of {@code run()} before it ends. */
    private volatile @Nullable Throwable failure;

    private ProtocolRunner(Protocol protocol, TestPeer peer, MessagePipe pipe) {
        this.pipe = pipe;
        this.peer = peer;
        Capability capability = pipe.first().capability();
        this.thread =
                Thread.ofVirtual()
                        .name(capability + " with " + peer.clientName())
                        .unstarted(() -> run(protocol));
    }

    /**
     * Runs a protocol with a peer made up for it.
     *
     * @param protocol the protocol
     * @return the running protocol
     */
    public static ProtocolRunner start(Protocol protocol) {
        return start(protocol, TestPeer.create());
    }

    /**
     * Runs a protocol with a peer. Protocols that run with the same peer share its link.
     *
     * @param protocol the protocol
     * @param peer the peer
     * @return the running protocol
     */
    public static ProtocolRunner start(Protocol protocol, TestPeer peer) {
        return start(protocol, peer, MessagePipe.create(protocol));
    }

    /**
     * Runs a protocol with a peer over a pipe of the test's own making, on its first end.
     *
     * @param protocol the protocol
     * @param peer the peer
     * @param pipe the pipe, which is closed when the link ends
     * @return the running protocol
     */
    public static ProtocolRunner start(Protocol protocol, TestPeer peer, MessagePipe pipe) {
        ProtocolRunner runner = new ProtocolRunner(protocol, peer, pipe);
        peer.atEnd(pipe::close);
        runner.thread.start();
        return runner;
    }

    private void run(Protocol protocol) {
        try {
            protocol.run(peer, pipe.first());
            peer.end(LinkEnd.ofReturn());
        } catch (Throwable thrown) {
            // Whatever a protocol throws is told by awaitEnd() and failure().
            failure = thrown;
            boolean comesOfClosing = closingInOrder && isEndOfReading(thrown);
            peer.end(comesOfClosing ? LinkEnd.ofReturn() : LinkEnd.ofFailure(thrown));
        }
    }

    private static boolean isEndOfReading(Throwable thrown) {
        return thrown instanceof EOFException || thrown instanceof InterruptedException;
    }

    /**
     * The remote side's end of the channel.
     *
     * @return the channel
     */
    public MessageChannel remote() {
        return pipe.second();
    }

    /**
     * The peer that the protocol was given.
     *
     * @return the peer
     */
    public TestPeer peer() {
        return peer;
    }

    /**
     * What {@code run()} threw, whether or not it was what ended the link. An exception that comes
     * of the end, as EOFException does, is found here too.
     *
     * @return empty if it has returned, or is running
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Waits until {@code run()} has ended.
     *
     * @param timeout for how long
     * @return how the link ended
     * @throws AssertionError if it is still running; the message shows where
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LinkEnd awaitEnd(Duration timeout) throws InterruptedException {
        if (!thread.join(timeout)) {
            throw new AssertionError(stillRunning(timeout));
        }
        return peer.linkEnd().orElseThrow();
    }

    /**
     * Closes in order, as at unload and at the stop of a node: {@code read()} ends first while
     * writes still go out, and the link is closed, with 0x08, when {@code run()} has ended.
     *
     * @return how the link ended: with 0x08, or with what {@code run()} made of it
     * @throws AssertionError if {@code run()} has not ended within 5 seconds
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LinkEnd closeInOrder() throws InterruptedException {
        closingInOrder = true;
        pipe.endReadingOfFirst();
        return awaitEnd(GRACE);
    }

    /**
     * Ends the link, if it has not ended, and waits for {@code run()}; interrupts it after 5
     * seconds, as a node does.
     *
     * @throws AssertionError if it goes on 5 seconds after the interrupt; the message shows where
     */
    @Override
    public void close() {
        peer.end(new LinkEnd(DisconnectReason.CLIENT_QUITTING, "the test is over", false));
        try {
            if (!thread.join(GRACE)) {
                thread.interrupt();
                awaitEnd(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for run() to end", e);
        }
    }

    private String stillRunning(Duration timeout) {
        String stack =
                Arrays.stream(thread.getStackTrace())
                        .map(frame -> "\n\tat " + frame)
                        .collect(Collectors.joining());
        String link = peer.linkEnd().map(end -> "ended: " + end).orElse("open");
        return "run() of "
                + thread.getName()
                + " has not ended within "
                + timeout
                + "; the link is "
                + link
                + stack;
    }
}
