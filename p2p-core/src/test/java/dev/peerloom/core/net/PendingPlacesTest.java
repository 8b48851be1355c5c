package dev.peerloom.core.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Places for handshakes that go on at once. */
class PendingPlacesTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();

    private Thread visitor(PendingPlaces places) {
        places.arrive();
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                places.enter();
                                entered.incrementAndGet();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    @Test
    void whoComesWhenAllPlacesAreTakenWaitsForOne() throws InterruptedException {
        PendingPlaces places = new PendingPlaces(2, changes::incrementAndGet);
        visitor(places).join();
        visitor(places).join();
        Thread third = visitor(places);
        await().until(() -> third.getState() == Thread.State.WAITING);
        assertEquals(2, entered.get());
        places.leave();
        third.join();
        assertEquals(3, entered.get());
        assertEquals(0, changes.get());
    }

    @Test
    void whenManyWaitNoMoreAreAcceptedUntilOneHasGotItsPlace() throws InterruptedException {
        PendingPlaces places = new PendingPlaces(1, changes::incrementAndGet);
        visitor(places).join();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < PendingPlaces.MAX_WAITING; i++) {
            assertTrue(places.acceptsMore());
            waiting.add(visitor(places));
        }
        assertFalse(places.acceptsMore());
        assertEquals(1, changes.get());
        places.leave();
        await().until(places::acceptsMore);
        await().until(() -> changes.get() == 2);
        waiting.forEach(Thread::interrupt);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertEquals(2, entered.get());
    }
}
