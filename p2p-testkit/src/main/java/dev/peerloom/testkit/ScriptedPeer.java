package dev.peerloom.testkit;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.Protocol;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * The remote side of a protocol under test, as a script: send this, expect that.
 *
 * <pre>{@code
 * try (ScriptedPeer remote = ScriptedPeer.against(protocol)) {
 *     byte[] status = remote.expect(0);
 *     remote.send(0, statusOfAnotherNetwork);
 *     remote.expectDisconnect(DisconnectReason.USELESS_PEER);
 * }
 * }</pre>
 *
 * <p>What was expected and did not come is an {@link AssertionError} that says what came instead.
 * For one thread.
 */
public final class ScriptedPeer implements AutoCloseable {
    private static final int SHOWN_BYTES = 32;

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
            throw new AssertionError("cannot send message " + code + ": " + linkState(), e);
        }
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
            throw new AssertionError("expected " + expected + ", but got " + describe(message));
        }
        return message.payload();
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
            Message message = runner.remote().read(patience);
            throw new AssertionError("expected " + expected + ", but got " + describe(message));
        } catch (EOFException end) {
            LinkEnd how = runner.awaitEnd(patience);
            if (how.byRemote() || how.reason() != reason) {
                throw new AssertionError("expected " + expected + ", but got " + how, end);
            }
            return how;
        } catch (IOException | TimeoutException e) {
            throw new AssertionError("expected " + expected + ", but " + linkState(), e);
        }
    }

    /**
     * Expects that nothing comes for some time: no message, and no end of the link. The test takes
     * this long, so prefer to expect the next thing that does come.
     *
     * @param time how long
     * @throws AssertionError if something comes
     * @throws InterruptedException if the calling thread was interrupted
     */
    public void silence(Duration time) throws InterruptedException {
        try {
            Message message = runner.remote().read(time);
            throw new AssertionError("expected silence, but got " + describe(message));
        } catch (TimeoutException quiet) {
            if (runner.peer().linkEnd().isPresent()) {
                throw new AssertionError("expected silence, but " + linkState(), quiet);
            }
        } catch (IOException e) {
            throw new AssertionError("expected silence, but " + linkState(), e);
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
            return runner.remote().read(patience);
        } catch (IOException | TimeoutException e) {
            throw new AssertionError("expected " + expected + ", but " + linkState(), e);
        }
    }

    private String linkState() {
        return runner.peer()
                .linkEnd()
                .map(end -> "the link ended with " + end)
                .orElse("nothing came within " + patience);
    }

    private static String describe(Message message) {
        byte[] payload = message.payload();
        int shown = Math.min(payload.length, SHOWN_BYTES);
        String hex = HexFormat.of().formatHex(payload, 0, shown);
        String more = shown < payload.length ? "…" : "";
        return "message " + message.code() + " of " + payload.length + " bytes: " + hex + more;
    }
}
