package dev.peerloom.core.dial;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DialCandidate;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.fault.CodeWatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Pulling candidates out of node sources. */
class DialSourcesTest {
    private final BlockingQueue<Enode> dialled = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<Void>> links = new LinkedBlockingQueue<>();
    private final Set<NodeId> unwanted = ConcurrentHashMap.newKeySet();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger pulled = new AtomicInteger();
    private final DialScheduler scheduler =
            new DialScheduler(this::dial, System::nanoTime, new Random(1));

    private CompletableFuture<Void> dial(Enode node) {
        CompletableFuture<Void> link = new CompletableFuture<>();
        links.add(link);
        dialled.add(node);
        return link;
    }

    private DialSources sources(int places) {
        return new DialSources(
                scheduler, unwanted::contains, clock::get, places, CodeWatch.create());
    }

    private static DialCandidate candidate(int number) {
        return new DialCandidate(DialPlanTest.node(number), Map.of());
    }

    private Enode next() throws InterruptedException {
        Enode node = dialled.poll(20, TimeUnit.SECONDS);
        assertNotNull(node, "nobody was dialled");
        return node;
    }

    @BeforeEach
    void start() {
        scheduler.start();
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aSourceIsAskedOnlyWhilePlacesAreFree() throws Exception {
        Runnable end = sources(2).add("plugin", () -> candidate(pulled.incrementAndGet()));
        next();
        next();
        assertEquals(2, pulled.get());
        links.take().complete(null);
        assertEquals(DialPlanTest.node(3), next());
        assertEquals(3, pulled.get());
        end.run();
    }

    @Test
    void withoutPlacesASourceIsNotAskedAtAll() {
        CountDownLatch other = new CountDownLatch(1);
        Runnable none = sources(0).add("plugin", () -> candidate(pulled.incrementAndGet()));
        Runnable some =
                sources(1)
                        .add(
                                "plugin",
                                () -> {
                                    other.countDown();
                                    return candidate(100);
                                });
        await().until(() -> other.getCount() == 0);
        assertEquals(0, pulled.get());
        none.run();
        some.run();
    }

    @Test
    void aSourceThatFailsIsAskedAgainAndLosesNoPlace() throws Exception {
        Runnable end =
                sources(1)
                        .add(
                                "plugin",
                                () -> {
                                    int number = pulled.incrementAndGet();
                                    if (number == 1) {
                                        throw new StackOverflowError("of a plugin");
                                    }
                                    return candidate(number);
                                });
        assertEquals(DialPlanTest.node(2), next());
        end.run();
    }

    @Test
    void aSourceThatWaitsIsInterruptedAtTheEnd() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Runnable end =
                sources(1)
                        .add(
                                "plugin",
                                () -> {
                                    waiting.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                        throw new AssertionError("nobody counts down");
                                    } catch (InterruptedException e) {
                                        interrupted.countDown();
                                        throw e;
                                    }
                                });
        waiting.await();
        end.run();
        assertTrue(interrupted.await(20, TimeUnit.SECONDS));
    }

    @Test
    void aSourceThatSwallowsItsInterruptIsNotAskedAgain() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Thread> puller = new CompletableFuture<>();
        Runnable end =
                sources(5)
                        .add(
                                "plugin",
                                () -> {
                                    pulled.incrementAndGet();
                                    puller.complete(Thread.currentThread());
                                    waiting.countDown();
                                    try {
                                        new CountDownLatch(1).await();
                                        throw new AssertionError("nobody counts down");
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        waiting.await();
        end.run();
        assertTrue(puller.get().join(Duration.ofSeconds(20)), "it goes on");
        assertEquals(1, pulled.get());
    }

    @Test
    void aNodeIsNotDialledAgainWithin35Seconds() throws Exception {
        BlockingQueue<DialCandidate> candidates = new LinkedBlockingQueue<>();
        Runnable end = sources(1).add("plugin", candidates::take);
        candidates.add(candidate(1));
        next();
        links.take().complete(null);
        clock.set(DialSources.REDIAL.toNanos() - 1);
        candidates.add(candidate(1));
        candidates.add(candidate(2));
        assertEquals(DialPlanTest.node(2), next());
        links.take().complete(null);
        clock.set(DialSources.REDIAL.toNanos());
        candidates.add(candidate(1));
        assertEquals(DialPlanTest.node(1), next());
        end.run();
    }

    @Test
    void whoIsConnectedAlreadyIsSkippedAndTakesNoPlace() throws Exception {
        unwanted.add(DialPlanTest.node(1).id());
        unwanted.add(DialPlanTest.node(2).id());
        Runnable end = sources(1).add("plugin", () -> candidate(pulled.incrementAndGet()));
        assertEquals(DialPlanTest.node(3), next());
        end.run();
    }
}
