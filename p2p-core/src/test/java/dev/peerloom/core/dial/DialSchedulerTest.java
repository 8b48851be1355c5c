package dev.peerloom.core.dial;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.DialStatus;
import dev.peerloom.core.fault.CodeWatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The thread around a {@link DialPlan}. */
class DialSchedulerTest {
    private record Dial(Enode node, CompletableFuture<Void> result) {
        void succeed() {
            result.complete(null);
        }

        void fail(Throwable why) {
            result.completeExceptionally(why);
        }
    }

    private final BlockingQueue<Dial> dials = new LinkedBlockingQueue<>();
    private final BlockingQueue<NodeId> dropped = new LinkedBlockingQueue<>();
    private final DialScheduler scheduler =
            new DialScheduler(
                    new Dials(),
                    node -> false,
                    System::nanoTime,
                    new Random(1),
                    CodeWatch.create());

    private final class Dials implements DialScheduler.Dialler {
        @Override
        public void dial(Enode node) throws Exception {
            Dial dial = new Dial(node, new CompletableFuture<>());
            dials.add(dial);
            try {
                dial.result.get();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case Exception exception -> throw exception;
                    case Error error -> throw error;
                    default -> throw e;
                }
            }
        }

        @Override
        public void drop(NodeId id) {
            dropped.add(id);
        }
    }

    private static Enode node(int number) {
        return DialPlanFixture.node(number);
    }

    private Dial next() throws InterruptedException {
        Dial dial = dials.poll(20, TimeUnit.SECONDS);
        assertNotNull(dial, "nobody was dialled");
        return dial;
    }

    private static <T> T awaitEnd(CompletableFuture<T> done) throws Exception {
        return done.get(20, TimeUnit.SECONDS);
    }

    private DialStatus.State state(int number) {
        return scheduler.status(node(number).id()).orElseThrow().state();
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void whatWasAskedForBeforeTheStartIsDialledAfterIt() throws Exception {
        var _ = scheduler.addStatic(node(1));
        assertTrue(dials.isEmpty());
        scheduler.start();
        assertEquals(node(1), next().node());
    }

    @Test
    void aNodeDialledOnceIsDoneWithWhenItsDialHasEnded() throws Exception {
        scheduler.start();
        CompletableFuture<Void> failing = scheduler.connect(node(1));
        Dial dial = next();
        assertFalse(failing.isDone());
        dial.fail(new IOException("refused"));
        awaitEnd(failing);
        CompletableFuture<Void> done = scheduler.connect(node(2));
        dial = next();
        scheduler.linked(node(2).id(), false, false);
        dial.succeed();
        awaitEnd(done);
        awaitEnd(scheduler.connect(node(2)));
        assertTrue(dials.isEmpty(), "it is connected");
    }

    @Test
    void aStaticNodeIsDialledAgainAfterItsLinkHasEnded() throws Exception {
        scheduler.start();
        assertTrue(awaitEnd(scheduler.addStatic(node(1))));
        Dial dial = next();
        scheduler.linked(node(1).id(), false, false);
        dial.succeed();
        scheduler.unlinked(node(1).id());
        assertEquals(node(1), next().node());
    }

    @Test
    void aDialThatEndsInAnErrorGivesItsPlaceBack() throws Exception {
        scheduler.start();
        CompletableFuture<Void> done = scheduler.connect(node(1));
        next().fail(new NoClassDefFoundError("missing.Type"));
        awaitEnd(done);
    }

    @Test
    void theLinkOfANodeThatWasTakenAwayMeanwhileIsDropped() throws Exception {
        scheduler.start();
        awaitEnd(scheduler.addStatic(node(1)));
        Dial dial = next();
        assertTrue(awaitEnd(scheduler.removeStatic(node(1).id())));
        assertFalse(awaitEnd(scheduler.removeStatic(node(1).id())));
        scheduler.linked(node(1).id(), false, false);
        dial.succeed();
        assertEquals(node(1).id(), dropped.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void whatBecameOfADialIsTold() throws Exception {
        scheduler.start();
        assertEquals(List.of(), scheduler.status());
        awaitEnd(scheduler.addStatic(node(1)));
        Dial dial = next();
        assertEquals(DialStatus.State.DIALLING, state(1));
        dial.fail(new IOException("no\nway"));
        await().until(() -> state(1) == DialStatus.State.WAITING);
        DialStatus status = scheduler.status(node(1).id()).orElseThrow();
        assertEquals(Optional.of("no\\u000Away"), status.lastFailure(), "on one line");
        assertTrue(status.nextAttempt().orElseThrow().isAfter(status.lastAttempt().orElseThrow()));
        assertEquals(List.of(node(1)), scheduler.status().stream().map(DialStatus::node).toList());
        scheduler.retryNow();
        assertEquals(node(1), next().node());
    }

    @Test
    void afterTheCloseNobodyIsDialledAndNobodyWaits() throws Exception {
        scheduler.start();
        CompletableFuture<Void> done = scheduler.connect(node(1));
        Dial dial = next();
        scheduler.close();
        awaitEnd(done);
        awaitEnd(scheduler.connect(node(2)));
        assertEquals(List.of(), scheduler.status());
        assertFalse(awaitEnd(scheduler.addStatic(node(3))));
        dial.fail(new IOException("closed"));
        assertTrue(dials.isEmpty());
    }
}
