package dev.peerloom.core.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeId;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who may say hello when two connections with one node come together. */
class HelloTurnsTest {
    private static final NodeId SMALL = id(1);
    private static final NodeId MIDDLE = id(2);
    private static final NodeId LARGE = id(3);

    private final HelloTurns turns = new HelloTurns(() -> MIDDLE);

    private static NodeId id(int first) {
        byte[] key = new byte[64];
        key[0] = (byte) (0x7E + first); // signed bytes would be in another order
        return new NodeId(key);
    }

    private static long soon() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    }

    private HelloTurns.Turn taken(NodeId id, boolean inbound) throws InterruptedException {
        return turns.take(id, inbound, soon(), () -> {}).orElseThrow();
    }

    private CompletableFuture<Optional<HelloTurns.Turn>> waiting(NodeId id, boolean inbound) {
        CompletableFuture<Optional<HelloTurns.Turn>> outcome = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .start(
                                () -> {
                                    try {
                                        outcome.complete(turns.take(id, inbound, soon(), () -> {}));
                                    } catch (InterruptedException e) {
                                        outcome.completeExceptionally(e);
                                    }
                                });
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING || outcome.isDone());
        return outcome;
    }

    @Test
    void differentNodesDoNotWaitForEachOther() throws Exception {
        try (HelloTurns.Turn _ = taken(SMALL, true);
                HelloTurns.Turn _ = taken(LARGE, true)) {
            assertTrue(turns.take(id(9), false, soon(), () -> {}).isPresent());
        }
    }

    @Test
    void theDialOfTheSmallerIdIsRefusedAtOnce() throws Exception {
        try (HelloTurns.Turn _ = taken(SMALL, false)) {
            assertEquals(Optional.empty(), turns.take(SMALL, true, soon(), () -> {}));
        }
        try (HelloTurns.Turn _ = taken(LARGE, true)) {
            assertEquals(Optional.empty(), turns.take(LARGE, false, soon(), () -> {}));
        }
    }

    @Test
    void theDialOfTheLargerIdWaitsForTheEndOfTheOther() throws Exception {
        CompletableFuture<Optional<HelloTurns.Turn>> ours;
        try (HelloTurns.Turn _ = taken(SMALL, true)) {
            ours = waiting(SMALL, false);
            assertFalse(ours.isDone());
        }
        assertTrue(ours.get(20, TimeUnit.SECONDS).isPresent());
        CompletableFuture<Optional<HelloTurns.Turn>> theirs;
        try (HelloTurns.Turn _ = taken(LARGE, false)) {
            theirs = waiting(LARGE, true);
            assertFalse(theirs.isDone());
        }
        assertTrue(theirs.get(20, TimeUnit.SECONDS).isPresent());
    }

    @Test
    void aSecondConnectionInTheSameDirectionWaits() throws Exception {
        CompletableFuture<Optional<HelloTurns.Turn>> second;
        try (HelloTurns.Turn _ = taken(SMALL, true)) {
            second = waiting(SMALL, true);
            assertFalse(second.isDone());
        }
        assertTrue(second.get(20, TimeUnit.SECONDS).isPresent());
    }

    @Test
    void whoWaitsTooLongIsRefused() throws Exception {
        try (HelloTurns.Turn _ = taken(LARGE, false)) {
            AtomicBoolean told = new AtomicBoolean();
            assertEquals(
                    Optional.empty(),
                    turns.take(LARGE, true, System.nanoTime() - 1, () -> told.set(true)));
            assertTrue(told.get(), "what is to be done before waiting was done");
        }
    }
}
