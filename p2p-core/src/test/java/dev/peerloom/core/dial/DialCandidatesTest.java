package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Whom sources bring, while there are places. */
class DialCandidatesTest extends DialPlanFixture {
    /** A source that has these candidates ready, one after the other, when it is asked. */
    private final class Fake {
        final CandidateMix.Source source = new CandidateMix.Source();
        final List<Enode> nodes = new ArrayList<>();
        int given;

        Fake(Enode... all) {
            nodes.addAll(List.of(all));
            mix.add(source);
        }

        Fake(int first, int count) {
            this(
                    IntStream.range(first, first + count)
                            .mapToObj(i -> node(i))
                            .toArray(Enode[]::new));
        }
    }

    /**
     * Lets sources bring what they are asked for until nothing is wanted; returns who is dialled.
     */
    private List<Integer> mixed(Fake... fakes) {
        List<Integer> dialled = new ArrayList<>();
        for (boolean more = true; more; ) {
            more = false;
            if (plan.places(now) > 0) {
                for (CandidateMix.Source asked : mix.toAsk(now)) {
                    for (Fake fake : fakes) {
                        if (fake.source == asked && fake.given < fake.nodes.size()) {
                            mix.deliver(asked, fake.nodes.get(fake.given++));
                            more = true;
                        }
                    }
                }
            }
            for (Enode node : plan.due(now)) {
                byte[] key = node.id().publicKey();
                dialled.add(256 * (key[62] & 0xFF) + (key[63] & 0xFF));
                more = true;
            }
        }
        return dialled;
    }

    private static List<Integer> numbers(int first, int count) {
        return IntStream.range(first, first + count).boxed().toList();
    }

    // Candidates of sources.

    @Test
    void candidatesAreDialledWhilePlacesAreFree() {
        plan.limits(50, 3);
        Fake source = new Fake(1, 20);
        assertEquals(numbers(1, 3), mixed(source));
        assertEquals(3, source.given, "it is not asked for more than is wanted");
        linked(1);
        failed(2);
        assertEquals(numbers(4, 1), mixed(source), "a dial that failed leaves its place");
        left(1);
        assertEquals(numbers(5, 1), mixed(source), "so does a peer that leaves");
    }

    @Test
    void withoutPlacesNoSourceIsAsked() {
        plan.limits(50, 0);
        Fake source = new Fake(1, 1);
        assertEquals(List.of(), mixed(source));
        assertEquals(0, source.given);
    }

    @Test
    void peersThatConnectedToUsLeaveThePlacesOfDialledOnesAlone() {
        plan.limits(10, 3);
        cameIn(101, 102, 103, 104);
        assertEquals(numbers(1, 3), mixed(new Fake(1, 9)));
    }

    @Test
    void withAsManyPeersAsAllowedNoCandidateIsDialled() {
        plan.limits(4, 3);
        cameIn(101, 102);
        assertEquals(numbers(1, 2), mixed(new Fake(1, 9)));
        linked(1);
        cameIn(103);
        failed(2);
        assertEquals(0, plan.places(now));
        left(103);
        assertEquals(1, plan.places(now));
    }

    @Test
    void staticPeersCountAndTrustedOnesDoNot() {
        plan.limits(10, 3);
        plan.addStatic(node(101), now);
        plan.addStatic(node(102), now);
        round(Duration.ZERO, 101, 102);
        plan.linked(id(101), false, false, now);
        plan.linked(id(102), false, true, now);
        plan.done(id(101), null, now);
        plan.done(id(102), null, now);
        assertEquals(numbers(1, 2), mixed(new Fake(1, 9)));
        linked(1, 2);
        plan.linked(id(101), false, true, now);
        assertEquals(1, plan.places(now), "it has become trusted");
        plan.linked(id(101), false, false, now);
        assertEquals(0, plan.places(now));
    }

    @Test
    void atMost16CandidatesAreDialledAtOnce() {
        plan.limits(500, 400);
        assertEquals(numbers(1, DialPlan.MAX_AT_ONCE), mixed(new Fake(1, 99)));
    }

    @Test
    void aCandidateIsNotDialledAgainWithin35Seconds() {
        Fake source = new Fake(node(1), node(1), node(1), node(1));
        assertEquals(numbers(1, 1), mixed(source));
        failed(1);
        now += DialHistory.REDIAL.minusNanos(1).toNanos();
        assertEquals(List.of(), mixed(source));
        assertEquals(3, source.given, "it was asked again");
        now += DialHistory.REDIAL.dividedBy(10).toNanos();
        assertEquals(numbers(1, 1), mixed(source));
    }

    @Test
    void theRestAfterADialIsSpread() {
        plan.limits(500, 400);
        Set<Long> ends = new HashSet<>();
        DialHistory history = new DialHistory(new Random(1));
        for (int i = 0; i < 100; i++) {
            history.dialled(id(i), now);
            ends.add(history.earliest(id(i), now));
        }
        assertTrue(ends.size() > 90);
    }

    @Test
    void candidatesThatAreOfNoUseTakeNoPlace() {
        plan.addStatic(node(1), now);
        cameIn(2);
        unwanted.add(id(3));
        Fake source = new Fake(1, 4);
        round(Duration.ZERO, 1);
        List<Integer> dialled = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            dialled.addAll(mixed(source));
            assertTrue(source.given <= i + 1, "after a useless one it is asked after a pause");
            now += CandidateMix.SKIP_PAUSE.toNanos();
        }
        assertEquals(numbers(4, 1), dialled);
    }
}
