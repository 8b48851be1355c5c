package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;

class RunEndTest {
    private final DisconnectException useless =
            new DisconnectException(DisconnectReason.USELESS_PEER, "other genesis");

    @Test
    void returningQuits() {
        assertEquals(DisconnectReason.CLIENT_QUITTING, RunEnd.returned().reason());
    }

    @Test
    void aDisconnectExceptionStatesItsReason() {
        assertEquals(
                new RunEnd(DisconnectReason.USELESS_PEER, "other genesis", false),
                RunEnd.forFailure(useless));
    }

    @Test
    void aDisconnectExceptionCountsAnywhereInTheCauses() {
        Throwable deep =
                new ExecutionException(
                        "task", new UncheckedIOException(new IOException("step", useless)));
        assertEquals(
                new RunEnd(DisconnectReason.USELESS_PEER, "other genesis", false),
                RunEnd.forFailure(deep));
    }

    @Test
    void aDisconnectExceptionBehindAnRlpExceptionCounts() {
        RlpException rlp = new RlpException("list too short");
        rlp.initCause(useless);
        assertEquals(DisconnectReason.USELESS_PEER, RunEnd.forFailure(rlp).reason());
    }

    @Test
    void theOutermostOfTwoDisconnectExceptionsCounts() {
        DisconnectException outer = new DisconnectException(DisconnectReason.TOO_MANY_PEERS, "x");
        outer.initCause(useless);
        assertEquals(DisconnectReason.TOO_MANY_PEERS, RunEnd.forFailure(outer).reason());
    }

    @Test
    void anUnknownReasonCannotBeSent() {
        DisconnectException unknown =
                new DisconnectException(DisconnectReason.REQUESTED, "odd") {
                    private static final long serialVersionUID = 1;

                    @Override
                    public DisconnectReason reason() {
                        return DisconnectReason.UNKNOWN;
                    }
                };
        assertEquals(DisconnectReason.SUBPROTOCOL_ERROR, RunEnd.forFailure(unknown).reason());
    }

    @Test
    void malformedRlpIsABreachOfProtocol() {
        assertEquals(
                new RunEnd(
                        DisconnectReason.BREACH_OF_PROTOCOL, "RlpException: list too short", false),
                RunEnd.forFailure(new RlpException("list too short")));
    }

    static List<Throwable> others() {
        return List.of(
                new IOException("disk"),
                new EOFException(),
                new InterruptedException(),
                new IllegalStateException("wrapped", new RlpException("own file")),
                new StackOverflowError(),
                new NoClassDefFoundError("x/Y"),
                new AssertionError("no"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void anythingElseIsASubprotocolError(Throwable failure) {
        RunEnd end = RunEnd.forFailure(failure);
        assertEquals(DisconnectReason.SUBPROTOCOL_ERROR, end.reason());
        assertTrue(end.fault());
        String name = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        assertEquals(message == null ? name : name + ": " + message, end.detail());
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aRingOfCausesEnds() {
        IOException first = new IOException("first");
        IOException second = new IOException("second", first);
        first.initCause(second);
        assertEquals(DisconnectReason.SUBPROTOCOL_ERROR, RunEnd.forFailure(first).reason());
    }

    @Test
    void anExceptionThatFailsToDescribeItselfIsASubprotocolError() {
        RuntimeException mute =
                new RuntimeException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("no words");
                    }
                };
        RunEnd end = RunEnd.forFailure(mute);
        assertEquals(DisconnectReason.SUBPROTOCOL_ERROR, end.reason());
        assertEquals(true, end.detail().contains("no words"), end.detail());
    }
}
