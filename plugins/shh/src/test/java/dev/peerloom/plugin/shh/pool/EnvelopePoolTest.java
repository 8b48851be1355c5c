package dev.peerloom.plugin.shh.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.shh.pool.EnvelopePool.Added;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Topic;
import dev.peerloom.testkit.SeededRandom;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who gets what, what leaves when, and that the pool stays within its bounds. */
class EnvelopePoolTest {
    private static final Wants ALL = new Wants(0, BloomFilter.FULL);
    private static final long FAR = 2_000_000_000L;
    private static final long MUCH = 1 << 30;

    private final EnvelopePool pool = new EnvelopePool(1 << 20);
    private final int sender = pool.openPlace();
    private final int receiver = pool.openPlace();

    private List<Envelope> collectAll(int place, Wants wants) {
        return pool.collect(place, wants, 0, MUCH).envelopes();
    }

    @Test
    void goesToWhoHasNotGotItInTheOrderOfArrival() {
        CheckedEnvelope first = Samples.checked(1, FAR, 1);
        CheckedEnvelope second = Samples.checked(2, FAR, 9);
        assertEquals(Added.NEW, pool.add(first, true, sender));
        assertEquals(Added.NEW, pool.add(second, true, sender));
        assertEquals(List.of(), collectAll(sender, ALL));
        Bundle bundle = pool.collect(receiver, ALL, 0, MUCH);
        assertEquals(List.of(first.envelope(), second.envelope()), bundle.envelopes());
        assertFalse(pool.hasAfter(bundle.through()));
        pool.markSent(receiver, bundle);
        assertEquals(List.of(), collectAll(receiver, ALL));
    }

    @Test
    void doesNotGoBackToWhoSentItTooMeanwhile() {
        CheckedEnvelope one = Samples.checked(1, FAR, 1);
        assertEquals(Added.NEW, pool.add(one, true, sender));
        assertTrue(pool.contains(one.hash(), receiver));
        assertEquals(List.of(), collectAll(receiver, ALL));
        int third = pool.openPlace();
        assertEquals(Added.KNOWN, pool.add(one, true, third));
        assertEquals(List.of(), collectAll(third, ALL));
        assertFalse(pool.contains(Samples.checked(2, FAR, 1).hash(), third));
    }

    @Test
    void aPlaceThatIsGivenOutAgainKnowsNothing() {
        pool.add(Samples.checked(1, FAR, 1), true, sender);
        pool.closePlace(sender);
        int again = pool.openPlace();
        assertEquals(sender, again);
        assertEquals(1, collectAll(again, ALL).size());
    }

    @Test
    void onlyWhatAPeerWantsIsFoundAndTheRestStaysForLater() {
        Topic other = new Topic(0x70605040);
        pool.add(Samples.checked(1, FAR, 0.1), true, sender);
        pool.add(Samples.checked(2, FAR, 0.5, other, 8), true, sender);
        pool.add(Samples.checked(3, FAR, 0.5), true, sender);
        BloomFilter bloom = BloomFilter.ofTopics(Set.of(Samples.TOPIC));
        assertEquals(1, collectAll(receiver, new Wants(0.2, bloom)).size());
        assertEquals(2, collectAll(receiver, new Wants(0.0, bloom)).size());
        assertEquals(2, collectAll(receiver, new Wants(0.2, BloomFilter.FULL)).size());
    }

    @Test
    void bundlesEndAtTheirSizeAndTheNextGoesOnThere() {
        for (int i = 0; i < 10; i++) {
            pool.add(Samples.checked(i, FAR, 1, Samples.TOPIC, 1000), true, sender);
        }
        long served = 0;
        int bundles = 0;
        Set<Envelope> got = new HashSet<>();
        for (boolean more = true; more; bundles++) {
            Bundle bundle = pool.collect(receiver, ALL, served, 3200);
            assertTrue(bundle.envelopes().size() <= 3);
            got.addAll(bundle.envelopes());
            pool.markSent(receiver, bundle);
            served = bundle.through();
            more = bundle.more();
        }
        assertEquals(10, got.size());
        assertEquals(4, bundles);
    }

    @Test
    void oneThatIsLargerThanABundleGoesAlone() {
        pool.add(Samples.checked(1, FAR, 1, Samples.TOPIC, 5000), true, sender);
        pool.add(Samples.checked(2, FAR, 1, Samples.TOPIC, 5000), true, sender);
        Bundle bundle = pool.collect(receiver, ALL, 0, 3000);
        assertEquals(1, bundle.envelopes().size());
        assertTrue(bundle.more());
    }

    @Test
    void whatALightNodeReceivesGoesToNobody() {
        pool.add(Samples.checked(1, FAR, 1), false, sender);
        assertEquals(List.of(), collectAll(receiver, ALL));
        CheckedEnvelope own = Samples.checked(2, FAR, 1);
        assertEquals(Added.NEW, pool.addOwn(own));
        assertEquals(Added.KNOWN, pool.addOwn(own));
        assertEquals(List.of(own.envelope()), collectAll(receiver, ALL));
        assertEquals(List.of(own.envelope()), collectAll(sender, ALL));
    }

    @Test
    void leavesInTheSecondAfterItsExpiry() {
        pool.add(Samples.checked(1, 1000, 1), true, sender);
        pool.add(Samples.checked(2, 1001, 1), true, sender);
        assertEquals(0, pool.expire(1000_999));
        assertEquals(1, pool.expire(1001_000));
        assertEquals(1, pool.count());
        assertEquals(1, pool.expire(5000_000));
        assertEquals(0, pool.count());
        assertEquals(0, pool.bytes());
        assertEquals(List.of(), collectAll(receiver, ALL));
    }

    @Test
    void theLowestProofOfWorkLeavesFirst() {
        int size = 10_000;
        EnvelopePool small = new EnvelopePool(5L * (size + 400));
        for (int i = 1; i <= 5; i++) {
            small.add(Samples.checked(i, FAR, i, Samples.TOPIC, size), true, sender);
        }
        CheckedEnvelope high = Samples.checked(6, FAR, 6, Samples.TOPIC, size);
        CheckedEnvelope low = Samples.checked(7, FAR, 0.5, Samples.TOPIC, size);
        assertEquals(Added.NEW, small.add(high, true, sender));
        assertEquals(Added.NO_ROOM, small.add(low, true, sender));
        assertFalse(small.contains(low.hash(), receiver));
        assertEquals(5, small.count());
        assertEquals(2, small.evicted());
        assertEquals(
                5,
                small.collect(receiver, new Wants(2, BloomFilter.FULL), 0, MUCH)
                        .envelopes()
                        .size());
    }

    /** Any mixture of arrivals, departures and questions, against the simplest pool there is. */
    @RepeatedTest(20)
    void behavesAsTheSimplestPoolWould() {
        SeededRandom random = SeededRandom.create();
        long limit = 40_000;
        EnvelopePool tested = new EnvelopePool(limit);
        int place = tested.openPlace();
        int other = tested.openPlace();
        TreeMap<Integer, CheckedEnvelope> model = new TreeMap<>(); // by number, so by arrival
        Set<Integer> known = new HashSet<>();
        long now = 1000;
        for (int step = 1; step <= 2000; step++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    now += random.nextInt(2);
                    long second = now;
                    tested.expire(now * 1000);
                    model.values().removeIf(one -> one.envelope().expiry() < second);
                }
                case 1 -> {
                    Wants wants = new Wants(random.nextInt(4), BloomFilter.FULL);
                    Bundle bundle = tested.collect(place, wants, 0, MUCH);
                    List<Envelope> expected = new ArrayList<>();
                    model.forEach(
                            (number, one) -> {
                                if (one.pow() >= wants.minPow() && known.add(number)) {
                                    expected.add(one.envelope());
                                }
                            });
                    assertEquals(expected, bundle.envelopes(), random::toString);
                    tested.markSent(place, bundle);
                }
                default -> {
                    CheckedEnvelope one =
                            Samples.checked(
                                    step,
                                    now + random.nextInt(60),
                                    random.nextInt(4),
                                    Samples.TOPIC,
                                    random.nextInt(800));
                    tested.add(one, true, other);
                    model.put(step, one);
                    while (bytes(model) > limit) {
                        model.remove(lowest(model));
                    }
                }
            }
            assertEquals(model.size(), tested.count(), random::toString);
            assertEquals(bytes(model), tested.bytes(), random::toString);
        }
    }

    /** The one with the lowest proof of work, the newest among equals. */
    private static int lowest(Map<Integer, CheckedEnvelope> model) {
        int lowest = -1;
        double pow = Double.POSITIVE_INFINITY;
        for (Map.Entry<Integer, CheckedEnvelope> one : model.entrySet()) {
            if (one.getValue().pow() <= pow) { // in the order of arrival
                pow = one.getValue().pow();
                lowest = one.getKey();
            }
        }
        return lowest;
    }

    private static long bytes(Map<Integer, CheckedEnvelope> model) {
        return model.values().stream()
                .mapToLong(one -> one.envelope().encodedLength() + (long) PooledEnvelope.OVERHEAD)
                .sum();
    }
}
