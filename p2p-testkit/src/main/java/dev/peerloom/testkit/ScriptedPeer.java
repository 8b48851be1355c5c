package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.Protocol;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * The remote side of a protocol under test, as a script: send this, expect that.
 *
 * <pre>{@code
 * try (ScriptedPeer remote = ScriptedPeer.against(protocol)) {
 *     byte[] status = remote.expect(STATUS);
 *     remote.send(STATUS, statusOfAnotherNetwork);
 *     remote.expectDisconnect(DisconnectReason.USELESS_PEER);
 * }
 * }</pre>
 *
 * <p>What was expected and did not come is an {@link AssertionError} that says what came instead,
 * and what has passed so far, with payloads decoded where they are RLP:
 *
 * <pre>
 * expected message 3, but got message 1 of 3 bytes: c20102 = [1, 2]
 * What has passed:
 *      +0.000 s  to protocol    &gt; message 0 of 1 byte: 2a
 *      +0.000 s  from protocol  &lt; message 1 of 3 bytes: c20102 = [1, 2]
 * </pre>
 *
 * <p><b>Time.</b> Expecting waits in real time, and only as long as it must. The protocol's own
 * timeouts go by the pipe's clock: {@link #advance} and {@link #silence} move it, and take no time.
 *
 * <pre>{@code
 * remote.silence(Duration.ofSeconds(4));            // no complaint before its timeout of 5 s
 * remote.advance(Duration.ofSeconds(1));
 * remote.expectDisconnect(DisconnectReason.PING_TIMEOUT);
 * }</pre>
 *
 * <p>For one thread.
 */
public final class ScriptedPeer implements AutoCloseable {
    private final ProtocolRunner runner;
    private Duration patience = Duration.ofSeconds(10);

    private ScriptedPeer(ProtocolRunner runner) {
        this.runner = Objects.requireNonNull(runner, "runner");
    }

    /**
     * Runs a protocol with a peer made up for it, and plays that peer.
     *
     * @param protocol the protocol under test
     * @return the remote side
     */
    public static ScriptedPeer against(Protocol protocol) {
        return against(ProtocolRunner.start(protocol));
    }

    /**
     * Plays the peer of a protocol that runs already.
     *
     * @param runner the running protocol
     * @return the remote side
     */
    public static ScriptedPeer against(ProtocolRunner runner) {
        return new ScriptedPeer(runner);
    }

    /**
     * Sets how long to wait for what is expected; 10 seconds by default. A test that succeeds does
     * not take longer for a longer one.
     *
     * @param value the time
     * @return this
     */
    public ScriptedPeer patience(Duration value) {
        patience = value;
        return this;
    }

    /**
     * The running protocol.
     *
     * @return what runs it
     */
    public ProtocolRunner runner() {
        return runner;
    }

    /**
     * Sends a message to the protocol.
     *
     * @param code the message code
     * @param payload the payload
     * @throws AssertionError if the link has ended
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void send(int code, byte[] payload) throws InterruptedException {
        try {
            runner.remote().write(code, payload);
        } catch (IOException e) {
            throw failed("cannot send message " + code + ": " + linkState(), e);
        }
    }

    /**
     * What the protocol is called.
     *
     * @return its name and version
     */
    public Capability capability() {
        return runner.remote().capability();
    }

    /**
     * Moves the protocol's time on, and lets it do what is due then: for its timeouts.
     *
     * @param time how far
     * @throws AssertionError if the protocol does not come to rest
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void advance(Duration time) throws InterruptedException {
        runner.advance(time);
    }

    /**
     * Expects the next message to have a code.
     *
     * @param code the message code
     * @return the payload
     * @throws AssertionError if another message, the end of the link, or nothing comes
     * @throws InterruptedException if the calling thread was interrupted
     */
    public byte[] expect(int code) throws InterruptedException {
        String expected = "message " + code;
        Message message = next(expected);
        if (message.code() != code) {
            throw butGot(expected, PayloadText.of(message));
        }
        return message.payload();
    }

    /**
     * Expects the next message to have a code and a payload.
     *
     * @param code the message code
     * @param payload its body, byte for byte
     * @throws AssertionError if another message, the end of the link, or nothing comes
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void expect(int code, byte[] payload) throws InterruptedException {
        Message expected = new Message(code, payload, Instant.EPOCH);
        Message message = next(PayloadText.of(expected));
        int differ = Arrays.mismatch(payload, message.payload());
        if (message.code() != code || differ >= 0) {
            String where =
                    message.code() == code ? " (they differ from byte " + differ + " on)" : "";
            throw butGot(PayloadText.of(expected), PayloadText.of(message) + where);
        }
    }

    /**
     * Expects this side of the link, protocol or node, to disconnect for a reason, with no message
     * before it.
     *
     * @param reason what the remote side is to be told
     * @return how the link ended, with the detail
     * @throws AssertionError if a message comes first, the link ends otherwise or not at all, or
     *     {@code run()} goes on after its end
     * @throws InterruptedException if the calling thread was interrupted
     */
    public LinkEnd expectDisconnect(DisconnectReason reason) throws InterruptedException {
        String expected = "disconnect " + reason;
        try {
            throw butGot(expected, PayloadText.of(read(patience)));
        } catch (EOFException end) {
            LinkEnd how = runner.awaitEnd(patience);
            if (how.byRemote() || how.reason() != reason) {
                AssertionError error = butGot(expected, how.toString());
                error.initCause(runner.failure().orElse(end));
                throw error;
            }
            return how;
        } catch (IOException | TimeoutException e) {
            throw failed("expected " + expected + ", but " + linkState(), e);
        }
    }

    /**
     * Expects that nothing comes for some time of the protocol's clock: no message, and no end of
     * the link. Takes no real time, unless the pipe was built to go by that.
     *
     * @param time how long
     * @throws AssertionError if something comes, or has come
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void silence(Duration time) throws InterruptedException {
        boolean virtual = runner.pipe().isVirtual();
        if (virtual) {
            runner.advance(time);
        }
        try {
            Message message = read(virtual ? Duration.ZERO : time);
            throw butGot("silence for " + time, PayloadText.of(message));
        } catch (TimeoutException quiet) {
            if (runner.peer().linkEnd().isPresent()) {
                throw failed("expected silence for " + time + ", but " + linkState(), quiet);
            }
        } catch (IOException e) {
            throw failed("expected silence for " + time + ", but " + linkState(), e);
        }
    }

    /**
     * Disconnects, as the remote side.
     *
     * @param reason what the protocol's node is told
     */
    public void disconnect(DisconnectReason reason) {
        runner.peer().disconnectByRemote(reason);
    }

    /** Ends the link and waits for {@code run()}, as {@link ProtocolRunner#close} does. */
    @Override
    public void close() {
        runner.close();
    }

    private Message next(String expected) throws InterruptedException {
        try {
            return read(patience);
        } catch (IOException | TimeoutException e) {
            throw failed("expected " + expected + ", but " + linkState(), e);
        }
    }

    private Message read(Duration timeout)
            throws IOException, InterruptedException, TimeoutException {
        return runner.pipe().remoteEnd().read(PipeTime.REAL, timeout);
    }

    private AssertionError butGot(String expected, String got) {
        return new AssertionError("expected " + expected + ", but got " + got + transcript());
    }

    /** Why the protocol ended is what an author wants to see below the message. */
    private AssertionError failed(String message, Exception noticed) {
        Throwable cause = runner.failure().orElse(noticed);
        return new AssertionError(message + transcript(), cause);
    }

    /**
     * What has passed on the channel last, as failure messages show it.
     *
     * @return lines of text, beginning with a line break
     */
    public String transcript() {
        return runner.pipe().transcript().text();
    }

    private String linkState() {
        return runner.peer()
                .linkEnd()
                .map(end -> "the link ended with " + end)
                .orElse("nothing came within " + patience);
    }
}
