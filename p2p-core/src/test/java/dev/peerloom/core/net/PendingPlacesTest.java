package dev.peerloom.core.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.IpNetwork;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Places for handshakes that go on at once. */
class PendingPlacesTest {
    private static final IpNetwork HERE = IpNetwork.parse("192.0.2.0/24");
    private static final IpNetwork THERE = IpNetwork.parse("198.51.100.0/24");

    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private final List<String> closed = new ArrayList<>();

    private PendingPlaces places(int count) {
        return new PendingPlaces(count, clock::get, changes::incrementAndGet);
    }

    private PendingPlaces.Visit arrive(PendingPlaces places, IpNetwork network, String name) {
        return places.arrive(network, () -> closed.add(name));
    }

    private PendingPlaces.Visit arrive(PendingPlaces places) {
        return arrive(places, HERE, "");
    }

    private Thread speak(PendingPlaces.Visit visit) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                visit.enter();
                                entered.incrementAndGet();
                            } catch (InterruptedException e) {
                                visit.close();
                            }
                        });
    }

    private static void awaitWaiting(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void whoComesWhenAllPlacesAreTakenWaitsForOne() throws InterruptedException {
        PendingPlaces places = places(2);
        PendingPlaces.Visit first = arrive(places);
        speak(first).join();
        speak(arrive(places)).join();
        Thread third = speak(arrive(places));
        awaitWaiting(third);
        assertEquals(2, entered.get());
        first.close();
        third.join();
        assertEquals(3, entered.get());
        assertEquals(0, changes.get());
        assertEquals(List.of(), closed);
    }

    @Test
    void whenManyWaitNoMoreAreAcceptedUntilOneHasGotItsPlace() throws InterruptedException {
        PendingPlaces places = places(1);
        PendingPlaces.Visit first = arrive(places);
        speak(first).join();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < PendingPlaces.MAX_WAITING; i++) {
            assertTrue(places.acceptsMore());
            waiting.add(speak(arrive(places)));
            awaitWaiting(waiting.getLast());
        }
        assertFalse(places.acceptsMore());
        assertEquals(1, changes.get());
        first.close();
        await().until(places::acceptsMore);
        await().until(() -> changes.get() == 2);
        await().until(() -> entered.get() == 2);
        waiting.forEach(Thread::interrupt);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertEquals(2, entered.get());
    }

    @Test
    void morePlacesAreForThoseWhoWait() throws InterruptedException {
        PendingPlaces places = places(1);
        speak(arrive(places)).join();
        Thread second = speak(arrive(places));
        awaitWaiting(second);
        places.resize(2);
        second.join();
        assertEquals(2, entered.get());
    }

    @Test
    void whoSaysNothingTakesNoPlaceFromWhoSpeaks() throws InterruptedException {
        PendingPlaces places = places(1);
        for (int i = 0; i < PendingPlaces.MAX_SILENT; i++) {
            arrive(places, HERE, "silent");
        }
        speak(arrive(places, THERE, "speaks")).join();
        assertEquals(1, entered.get());
    }

    @Test
    void whenTooManyAreSilentOneOfTheNetworkWithMostOfThemIsSentAway() {
        PendingPlaces places = places(1);
        arrive(places, THERE, "the only one from there");
        PendingPlaces.Visit first = arrive(places, HERE, "the first from here");
        for (int i = 2; i < PendingPlaces.MAX_SILENT; i++) {
            arrive(places, HERE, "a later one");
        }
        assertEquals(List.of(), closed);
        PendingPlaces.Visit last = arrive(places, THERE, "the last one");
        assertEquals(List.of("the first from here"), closed);
        assertTrue(first.isSentAway());
        assertFalse(last.isSentAway());
    }

    @Test
    void whoLetsUsWaitForLongGivesItsPlaceUpWhenOthersWantIt() throws InterruptedException {
        PendingPlaces places = places(3);
        PendingPlaces.Visit fromThere = arrive(places, THERE, "listened to, from there");
        PendingPlaces.Visit busy = arrive(places, HERE, "waits for us");
        PendingPlaces.Visit slow = arrive(places, HERE, "a byte now and then");
        for (PendingPlaces.Visit visit : List.of(fromThere, busy, slow)) {
            speak(visit).join();
        }
        fromThere.listen();
        slow.listen();
        clock.addAndGet(PendingPlaces.PATIENCE.toNanos());
        slow.stopListening();
        slow.listen();
        clock.addAndGet(1);
        assertEquals(List.of(), closed);
        Thread newcomer = speak(arrive(places, THERE, "newcomer"));
        await().until(slow::isSentAway);
        assertEquals(List.of("a byte now and then"), closed);
        slow.close();
        newcomer.join();
        assertEquals(4, entered.get());
        assertFalse(busy.isSentAway());
        assertFalse(fromThere.isSentAway());
    }
}
