package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Protocol;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a protocol with one peer as a node does: {@code run()} in a virtual thread of its own, the
 * link closed when it ends, the reason taken from how it ended. What the remote side would do is
 * the test's part, over {@link #remote()} or with a {@link ScriptedPeer}.
 *
 * <pre>{@code
 * try (ProtocolRunner runner = ProtocolRunner.start(new MyProtocol())) {
 *     runner.remote().write(0, new byte[0]);
 *     LinkEnd end = runner.closeInOrder();          // read() ends first, writes still go out
 *     assertEquals(DisconnectReason.CLIENT_QUITTING, end.reason());
 *     assertEquals(GOODBYE, runner.remote().read().code());
 * }
 * }</pre>
 *
 * <p>Any thread may call any method.
 */
public final class ProtocolRunner implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration REST_LIMIT = Threads.AT_MOST;
    private static final long LOOK_AGAIN_NANOS = 20_000;

    private final MessagePipe pipe;
    private final TestPeer peer;
    private final Thread thread;

    /** Set before reading ends: EOF or an interrupt in {@code run()} is no fault from then on. */
    private volatile boolean closingInOrder;

    /** Written by the thread of {@code run()} before it ends. */
    private volatile @Nullable Throwable failure;

    /** Written by the thread of {@code run()}: whether what it threw is what ended the link. */
    private volatile boolean endedByFailure;

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
        pipe.onBroken(peer::end);
        peer.atEnd(
                () -> {
                    peer.linkEnd().ifPresent(end -> pipe.transcript().note("link ended: " + end));
                    pipe.close();
                });
        runner.thread.start();
        return runner;
    }

    private void run(Protocol protocol) {
        try {
            protocol.run(peer, pipe.first());
            pipe.protocolEnd().inbox().discard();
            peer.end(LinkEnd.ofReturn());
        } catch (Throwable thrown) {
            // Whatever a protocol throws is told by awaitEnd() and failure().
            failure = thrown;
            pipe.protocolEnd().inbox().discard();
            boolean comesOfClosing = closingInOrder && isEndOfReading(thrown);
            LinkEnd end = comesOfClosing ? LinkEnd.ofReturn() : LinkEnd.ofFailure(thrown);
            endedByFailure = peer.end(end).equals(end) && !comesOfClosing;
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
     * Waits until {@code run()} has nothing to do: until it waits for a message, for room, for
     * another thread or for time to pass, or has ended. What other threads of the protocol do is
     * not looked at.
     *
     * @param timeout for how long, in real time
     * @return false if it still computes then
     * @throws InterruptedException if the calling thread was interrupted
     */
    public boolean awaitRest(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isAtRest()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            // Nothing tells of a change of a thread's state, so it is looked at again and again.
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    private boolean isAtRest() {
        return switch (thread.getState()) {
            case TERMINATED -> true;
            case WAITING, TIMED_WAITING -> pipe.isSettled();
            default -> false;
        };
    }

    /**
     * Moves the pipe's clock on in steps, from one deadline to the next, and lets the protocol come
     * to rest after each: what it does at one moment comes before what is due at a later one.
     *
     * @param time how far
     * @throws AssertionError if the protocol does not come to rest within 30 seconds of real time
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void advance(Duration time) throws InterruptedException {
        ManualClock clock = pipe.clock();
        long target = clock.after(time.toNanos());
        rest();
        while (clock.step(target)) {
            rest();
        }
    }

    private void rest() throws InterruptedException {
        if (!awaitRest(REST_LIMIT)) {
            throw new AssertionError(
                    "run() of "
                            + thread.getName()
                            + " has not come to rest within "
                            + REST_LIMIT
                            + stack());
        }
    }

    /**
     * Interrupts the thread of {@code run()}, as a node does with one that has not ended 5 seconds
     * after its link.
     */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * The pipe that the protocol talks over.
     *
     * @return the pipe
     */
    public MessagePipe pipe() {
        return pipe;
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
        beginClosingInOrder();
        return awaitEnd(GRACE);
    }

    /** The first step: reading ends. */
    void beginClosingInOrder() {
        closingInOrder = true;
        pipe.endReadingOfFirst();
    }

    boolean endedByFailure() {
        return endedByFailure;
    }

    /** Waits for {@code run()}: longer than the grace only if it could not compute in peace. */
    boolean ends(Duration grace) throws InterruptedException {
        return Threads.ends(thread, grace);
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
        String link = peer.linkEnd().map(end -> "ended: " + end).orElse("open");
        return "run() of "
                + thread.getName()
                + " has not ended within "
                + timeout
                + "; the link is "
                + link
                + stack();
    }

    /** The next message from the protocol, or null if none comes in time, or ever. */
    @Nullable Message pollRemote(Duration timeout) throws InterruptedException {
        try {
            return pipe.remoteEnd().read(PipeTime.REAL, timeout);
        } catch (TimeoutException | EOFException none) {
            // Which of the two it is shows in the link's end.
            return null;
        }
    }

    /** Where {@code run()} is. */
    String stack() {
        return Threads.stack(thread);
    }
}
