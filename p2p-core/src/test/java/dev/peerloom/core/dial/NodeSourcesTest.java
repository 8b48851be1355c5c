package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DialCandidate;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
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

/** Pulling candidates out of node sources. */
class NodeSourcesTest {
    private final BlockingQueue<Enode> dialled = new LinkedBlockingQueue<>();
    private final Set<NodeId> unwanted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pulled = new AtomicInteger();
    private final DialScheduler scheduler =
            new DialScheduler(
                    new Dials(),
                    node -> unwanted.contains(node.id()),
                    System::nanoTime,
                    new Random(1),
                    CodeWatch.create());

    private final class Dials implements DialScheduler.Dialler {
        @Override
        public void dial(Enode node) {
            scheduler.linked(node.id(), false, false);
            dialled.add(node);
        }

        @Override
        public void drop(NodeId id) {
            throw new AssertionError("nothing was taken away");
        }
    }

    private Runnable add(int places, NodeSource source) {
        scheduler.limits(50, places);
        return scheduler.addSource("plugin", source);
    }

    private static DialCandidate candidate(int number) {
        return new DialCandidate(DialPlanFixture.node(number), Map.of());
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

    /** The known nodes' was begun by the first plugin that had one, and kept its class loader. */
    @Test
    void aSourceOfTheNodesOwnDoesNotKeepTheClassLoaderOfWhoBeganIt() throws Exception {
        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(new ClassLoader(before) {});
        try {
            add(
                    1,
                    () -> {
                        seen.complete(Thread.currentThread().getContextClassLoader());
                        return candidate(1);
                    });
        } finally {
            current.setContextClassLoader(before);
        }
        assertEquals(SourceThreads.class.getClassLoader(), seen.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aSourceIsAskedOnlyWhilePlacesAreFree() throws Exception {
        Runnable end = add(2, () -> candidate(pulled.incrementAndGet()));
        next();
        next();
        assertEquals(2, pulled.get());
        scheduler.unlinked(DialPlanFixture.node(1).id());
        assertEquals(DialPlanFixture.node(3), next());
        assertEquals(3, pulled.get());
        end.run();
    }

    @Test
    void withoutPlacesASourceIsNotAskedAtAll() throws Exception {
        Runnable end = add(0, () -> candidate(pulled.incrementAndGet()));
        scheduler.connect(DialPlanFixture.node(100)).get(20, TimeUnit.SECONDS);
        assertEquals(DialPlanFixture.node(100), next());
        assertEquals(0, pulled.get());
        end.run();
    }

    @Test
    void allSourcesAreAskedInTurn() throws Exception {
        BlockingQueue<DialCandidate> first = new LinkedBlockingQueue<>();
        BlockingQueue<DialCandidate> second = new LinkedBlockingQueue<>();
        for (int i = 0; i < 10; i++) {
            first.add(candidate(100 + i));
            second.add(candidate(200 + i));
        }
        Runnable one = add(0, first::take);
        Runnable two = add(0, second::take);
        scheduler.limits(50, 8);
        for (int i = 0; i < 8; i++) {
            next();
        }
        // One more of each may be at hand.
        assertTrue(first.size() >= 5 && first.size() <= 6, first::toString);
        assertTrue(second.size() >= 5 && second.size() <= 6, second::toString);
        one.run();
        two.run();
    }

    @Test
    void aSourceThatFailsIsAskedAgainAndLosesNoPlace() throws Exception {
        Runnable end =
                add(
                        1,
                        () -> {
                            int number = pulled.incrementAndGet();
                            if (number == 1) {
                                throw new StackOverflowError("of a plugin");
                            }
                            return candidate(number);
                        });
        assertEquals(DialPlanFixture.node(2), next());
        end.run();
    }

    @Test
    void aSourceThatWaitsIsInterruptedAtTheEnd() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Runnable end =
                add(
                        1,
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
                add(
                        5,
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
    void whoIsNotWantedIsSkippedAndTakesNoPlace() throws Exception {
        unwanted.add(DialPlanFixture.node(1).id());
        unwanted.add(DialPlanFixture.node(2).id());
        Runnable end = add(1, () -> candidate(pulled.incrementAndGet()));
        assertEquals(DialPlanFixture.node(3), next());
        end.run();
    }
}
