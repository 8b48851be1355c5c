package dev.peerloom.testkit;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One session of a protocol that a contract is checked against. Its end is judged when it is
 * closed. For one thread.
 */
final class ContractSession implements AutoCloseable {
    /** How a conversation starts. */
    @FunctionalInterface
    interface Opening {
        void accept(ScriptedPeer remote) throws Exception;
    }

    /** A protocol that answers one message with more than this is not waited for. */
    private static final int MAX_ANSWERS = 10_000;

    private static final long MAX_ANSWER_BYTES = 1 << 25;

    private final ProtocolRunner runner;
    private final ScriptedPeer remote;
    private final Duration grace;
    private final List<Integer> answers = new ArrayList<>();
    private boolean judged;

    private ContractSession(ProtocolRunner runner, Duration grace) {
        this.runner = runner;
        this.grace = grace;
        this.remote = ScriptedPeer.against(runner);
    }

    /** Starts a session that nothing has been said in. */
    static ContractSession start(Protocol protocol, TestPeer peer, Duration grace) {
        return new ContractSession(ProtocolRunner.start(protocol, peer), grace);
    }

    /** Starts a session and opens the conversation. */
    static ContractSession open(Protocol protocol, TestPeer peer, Duration grace, Opening opening)
            throws Exception {
        ContractSession session = start(protocol, peer, grace);
        boolean opened = false;
        try {
            opening.accept(session.remote);
            session.settle();
            if (!session.isOpen()) {
                throw session.failure(
                        "the link has ended as soon as the conversation was opened: "
                                + session.howItEnded()
                                + ". Override opening() if a peer must say something first");
            }
            session.answers.clear();
            opened = true;
            return session;
        } finally {
            if (!opened) {
                session.abandon();
            }
        }
    }

    ProtocolRunner runner() {
        return runner;
    }

    boolean isOpen() {
        return runner.peer().linkEnd().isEmpty();
    }

    private String howItEnded() {
        return runner.peer().linkEnd().map(LinkEnd::toString).orElse("it is open");
    }

    /** The codes of what the protocol has sent since the opening, as far as it was read. */
    List<Integer> answers() {
        return List.copyOf(answers);
    }

    /**
     * Sends a message, and waits until the protocol has dealt with it.
     *
     * @return whether the link is still open
     */
    boolean deliver(int code, byte[] payload) throws InterruptedException {
        if (!send(code, payload)) {
            settle();
            // A protocol that does not read is not to be waited for: the node gives it up.
            return isOpen() && send(code, payload);
        }
        settle();
        return isOpen();
    }

    /** Sends a message; false if the link has ended, or too many wait for the protocol. */
    boolean send(int code, byte[] payload) {
        return runner.remote().tryWrite(code, payload);
    }

    /** Reads what the protocol says until it waits. */
    void settle() throws InterruptedException {
        int before;
        long bytes = 0;
        int limit = answers.size() + MAX_ANSWERS;
        do {
            rest();
            before = answers.size();
            for (Message next; (next = poll()) != null; ) {
                answers.add(next.code());
                bytes += next.payload().length;
                if (answers.size() >= limit || bytes > MAX_ANSWER_BYTES) {
                    return;
                }
            }
        } while (answers.size() > before);
    }

    /**
     * Waits for answers, which may come from another thread of the protocol than that of run().
     *
     * @return the codes that have not come
     */
    List<Integer> awaitAnswers(List<Integer> expected) throws InterruptedException {
        List<Integer> missing = new ArrayList<>(expected);
        answers.forEach(code -> missing.remove(/* element */ code));
        while (!missing.isEmpty()) {
            Message next = runner.pollRemote(grace);
            if (next == null) {
                return missing;
            }
            answers.add(next.code());
            missing.remove(/* element */ (Integer) next.code());
        }
        return missing;
    }

    /** Waits until the protocol waits, whether or not it has said something. */
    void rest() throws InterruptedException {
        if (!runner.awaitRest(Threads.AT_MOST)) {
            throw failure(
                    "run() goes on computing, "
                            + Threads.AT_MOST.toSeconds()
                            + " s after the last message: "
                            + runner.stack());
        }
    }

    /** The next message from the protocol, or null if none is there. */
    @Nullable Message poll() throws InterruptedException {
        return runner.pollRemote(Duration.ZERO);
    }

    /** Moves the protocol's clock on; it may end the link. */
    void advance(Duration time) throws InterruptedException {
        runner.advance(time);
    }

    /** Ends the link as the remote side does, waits for {@code run()} and judges its end. */
    void end() throws InterruptedException {
        runner.peer().disconnectByRemote(DisconnectReason.CLIENT_QUITTING);
        judge();
    }

    /** As {@link #end}, at the end of a test. */
    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for run() to end", e);
        }
    }

    /** Closes in order, as a node that stops, and judges the end of {@code run()}. */
    void closeInOrder() throws InterruptedException {
        runner.beginClosingInOrder();
        settle();
        judge();
    }

    /** Interrupts {@code run()} and judges its end. */
    void interrupt() throws InterruptedException {
        runner.interrupt();
        if (!runner.ends(grace)) {
            throw failure(
                    "run() goes on after an interrupt: let InterruptedException out of it. It is"
                            + runner.stack());
        }
        judged = true;
    }

    /** How the session ended must be an end that a protocol may have. */
    private void judge() throws InterruptedException {
        if (judged) {
            return;
        }
        judged = true;
        if (!runner.ends(grace)) {
            throw failure(
                    "run() has not returned "
                            + grace
                            + " after its link closed: read() and write() throw EOFException"
                            + " then, which must end it. It is"
                            + runner.stack());
        }
        runner.failure().ifPresent(this::judge);
    }

    private void judge(Throwable thrown) {
        if (has(thrown, DisconnectException.class) || thrown instanceof RlpException) {
            return;
        }
        boolean ownEnd = runner.endedByFailure();
        if (!ownEnd
                && (has(thrown, IOException.class) || has(thrown, InterruptedException.class))) {
            return;
        }
        String when =
                ownEnd
                        ? "run() threw "
                        : "after its link closed (" + howItEnded() + "), run() threw ";
        throw failure(
                when
                        + thrown
                        + ": whatever a peer sends, run() goes on, returns, or throws a"
                        + " DisconnectException or an RlpException");
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> kind) {
        Set<Throwable> seen = new HashSet<>();
        for (@Nullable Throwable link = thrown;
                link != null && seen.add(link);
                link = link.getCause()) {
            if (kind.isInstance(link)) {
                return true;
            }
        }
        return false;
    }

    AssertionError failure(String message) {
        return new AssertionError(message + remote.transcript(), runner.failure().orElse(null));
    }

    /** Leaves a session that has failed already: what comes of its end is not looked at. */
    private void abandon() {
        judged = true;
        runner.peer().disconnectByRemote(DisconnectReason.CLIENT_QUITTING);
        runner.interrupt();
    }
}
