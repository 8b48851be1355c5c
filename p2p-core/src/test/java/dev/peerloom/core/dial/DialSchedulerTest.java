package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The thread around a {@link DialPlan}. */
class DialSchedulerTest {
    private record Dial(Enode node, CompletableFuture<CompletableFuture<Void>> result) {
        CompletableFuture<Void> succeed() {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            result.complete(ended);
            return ended;
        }

        void fail(Throwable why) {
            result.completeExceptionally(why);
        }
    }

    private final BlockingQueue<Dial> dials = new LinkedBlockingQueue<>();
    private final DialScheduler scheduler =
            new DialScheduler(this::dial, System::nanoTime, new Random(1));

    private CompletableFuture<Void> dial(Enode node) throws Exception {
        Dial dial = new Dial(node, new CompletableFuture<>());
        dials.add(dial);
        try {
            return dial.result.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw e;
            }
        }
    }

    private Dial next() throws InterruptedException {
        Dial dial = dials.poll(20, TimeUnit.SECONDS);
        assertNotNull(dial, "nobody was dialled");
        return dial;
    }

    private static void awaitEnd(CompletableFuture<Void> done) throws Exception {
        done.get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void whatWasAskedForBeforeTheStartIsDialledAfterIt() throws Exception {
        scheduler.addStatic(DialPlanTest.node(1));
        assertTrue(dials.isEmpty());
        scheduler.start();
        assertEquals(DialPlanTest.node(1), next().node());
    }

    @Test
    void aNodeDialledOnceIsDoneWithWhenItsDialHasFailed() throws Exception {
        scheduler.start();
        CompletableFuture<Void> done = scheduler.connect(DialPlanTest.node(1));
        Dial dial = next();
        assertFalse(done.isDone());
        dial.fail(new IOException("refused"));
        awaitEnd(done);
    }

    @Test
    void aNodeDialledOnceIsDoneWithWhenItsLinkHasEnded() throws Exception {
        scheduler.start();
        CompletableFuture<Void> done = scheduler.connect(DialPlanTest.node(1));
        CompletableFuture<Void> link = next().succeed();
        CompletableFuture<Void> again = scheduler.connect(DialPlanTest.node(1));
        awaitEnd(again);
        assertFalse(done.isDone());
        link.complete(null);
        awaitEnd(done);
    }

    @Test
    void aStaticNodeIsDialledAgainAfterItsLinkHasEnded() throws Exception {
        scheduler.start();
        scheduler.addStatic(DialPlanTest.node(1));
        next().succeed().complete(null);
        assertEquals(DialPlanTest.node(1), next().node());
    }

    @Test
    void aDialThatEndsInAnErrorGivesItsPlaceBack() throws Exception {
        scheduler.start();
        CompletableFuture<Void> done = scheduler.connect(DialPlanTest.node(1));
        next().fail(new NoClassDefFoundError("missing.Type"));
        awaitEnd(done);
    }

    @Test
    void afterTheCloseNobodyIsDialled() throws Exception {
        scheduler.start();
        CompletableFuture<Void> done = scheduler.connect(DialPlanTest.node(1));
        Dial dial = next();
        scheduler.close();
        CompletableFuture<Void> late = scheduler.connect(DialPlanTest.node(2));
        dial.fail(new IOException("closed"));
        assertFalse(late.isDone());
        assertFalse(done.isDone());
        assertTrue(dials.isEmpty());
    }
}
