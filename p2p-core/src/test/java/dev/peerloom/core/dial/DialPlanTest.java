package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.DialStatus.State;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Whom to dial and when: rounds on simulated time. */
class DialPlanTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final CandidateMix mix = new CandidateMix();
    private final Set<NodeId> unwanted = new HashSet<>();
    private final DialPlan plan =
            new DialPlan(new Random(1), node -> unwanted.contains(node.id()), mix);
    // Near the end of the range, because a clock of nanoseconds may pass it.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    static Enode node(int number) {
        return node(number, "127.0.0.1");
    }

    static Enode node(int number, String host) {
        byte[] key = new byte[64];
        key[62] = (byte) (number >>> 8);
        key[63] = (byte) number;
        return new Enode(new NodeId(key), host, 30_303, 30_303);
    }

    private static NodeId id(int number) {
        return node(number).id();
    }

    @BeforeEach
    void places() {
        plan.limits(50, 16);
    }

    /** One round: time passes, and then exactly these nodes are dialled. */
    private void round(Duration passed, int... expected) {
        now += passed.toNanos();
        Set<String> wanted = new TreeSet<>();
        for (int number : expected) {
            wanted.add(id(number).toString());
        }
        Set<String> due = new TreeSet<>();
        plan.due(now).forEach(node -> due.add(node.id().toString()));
        assertEquals(wanted, due);
    }

    /** What happens between two rounds. */
    private void linked(int... numbers) {
        for (int number : numbers) {
            plan.linked(id(number), false, false, now);
            plan.done(id(number), null, now);
        }
    }

    private void cameIn(int... numbers) {
        for (int number : numbers) {
            plan.linked(id(number), true, false, now);
        }
    }

    private void failed(int... numbers) {
        for (int number : numbers) {
            plan.done(id(number), "refused", now);
        }
    }

    private void left(int... numbers) {
        for (int number : numbers) {
            plan.unlinked(id(number), now);
        }
    }

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

    // Static peers.

    @Test
    void aStaticNodeIsDialledAtOnceAndOnlyOnceAtATime() {
        plan.addStatic(node(1), now);
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        round(HOUR);
    }

    @Test
    void theFailuresOfAStaticNodeDoubleItsPauseUpTo5Minutes() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}) {
            failed(1);
            round(Duration.ofSeconds(seconds).multipliedBy(7).dividedBy(8).minusNanos(1));
            round(Duration.ofSeconds(seconds).dividedBy(4).plusNanos(1), 1);
        }
    }

    @Test
    void aHundredFailuresPauseNoLongerThanTen() {
        plan.addStatic(node(1), now);
        for (int i = 0; i < 100; i++) {
            round(Duration.ofSeconds(338), 1);
            failed(1);
        }
    }

    @Test
    void pausesAreSpread() {
        Set<Long> pauses = new TreeSet<>();
        for (int i = 0; i < 50; i++) {
            plan.addStatic(node(i), now);
        }
        for (int taken = 0; taken < 50; ) {
            for (Enode node : plan.due(now)) {
                plan.done(node.id(), "refused", now);
                taken++;
            }
        }
        for (int due = 0; due < 50; ) {
            Long next = plan.nextDue(now);
            pauses.add(next - now);
            now = next;
            for (Enode node : plan.due(now)) {
                due++;
                plan.linked(node.id(), false, false, now);
                plan.done(node.id(), null, now);
            }
        }
        assertTrue(pauses.size() > 40, "no two nodes should be dialled at the same moment");
    }

    @Test
    void aLinkEndsTheRowOfFailures() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        for (int i = 0; i < 8; i++) {
            failed(1);
            round(Duration.ofMinutes(6), 1);
        }
        linked(1);
        round(HOUR);
        left(1);
        round(Duration.ofMillis(1_749));
        round(Duration.ofMillis(501), 1);
    }

    @Test
    void aStaticNodeWhoseLinksNeverLastIsDialledMoreAndMoreSeldom() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        for (int seconds : new int[] {2, 4, 8, 16}) {
            linked(1);
            now += SECOND.toNanos();
            left(1);
            round(Duration.ofSeconds(seconds).multipliedBy(7).dividedBy(8).minusNanos(1));
            round(Duration.ofSeconds(seconds).dividedBy(4).plusNanos(1), 1);
        }
        linked(1);
        now += DialPlan.SHORT_LINK.toNanos();
        left(1);
        round(Duration.ofMillis(2_251), 1);
    }

    @Test
    void aStaticNodeFarAwayIsNotDialledTwiceWithin35Seconds() {
        for (String host : new String[] {"203.0.113.7", "2001:db8::7", "node.example.org"}) {
            plan.addStatic(node(1, host), now);
            round(Duration.ZERO, 1);
            failed(1);
            round(DialHistory.REDIAL.minusNanos(1));
            round(DialHistory.REDIAL.dividedBy(10), 1);
            linked(1);
            left(1);
            round(DialHistory.REDIAL.minusNanos(1));
            round(DialHistory.REDIAL.dividedBy(10), 1);
            plan.removeStatic(id(1));
            failed(1);
            now += HOUR.toNanos();
        }
    }

    @Test
    void aStaticNodeThatHasConnectedToUsIsNotDialled() {
        cameIn(1);
        plan.addStatic(node(1), now);
        round(Duration.ZERO);
        round(HOUR);
        left(1);
        round(Duration.ofSeconds(3), 1);
    }

    @Test
    void aDialThatCrossedTheOthersIsNoFailure() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        cameIn(1);
        plan.done(id(1), null, now);
        round(HOUR);
        assertEquals(State.CONNECTED, plan.status(id(1)).state());
        assertEquals(0, plan.status(id(1)).failures());
        left(1);
        round(Duration.ofSeconds(3), 1);
    }

    @Test
    void aStaticNodeThatWasTakenAwayIsDialledNoMore() {
        plan.addStatic(node(1), now);
        assertTrue(plan.removeStatic(id(1)));
        assertFalse(plan.removeStatic(id(1)));
        round(HOUR);
        assertFalse(plan.isStatic(id(1)));
    }

    @Test
    void theLinkOfANodeThatWasTakenAwayMeanwhileIsNotWanted() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        assertTrue(plan.removeStatic(id(1)));
        plan.linked(id(1), false, false, now);
        assertTrue(plan.done(id(1), null, now));
        plan.addStatic(node(2), now);
        round(Duration.ZERO, 2);
        plan.removeStatic(id(2));
        plan.addStatic(node(2), now);
        plan.linked(id(2), false, false, now);
        assertFalse(plan.done(id(2), null, now), "it was added again");
    }

    @Test
    void thereIsALimitToStaticNodes() {
        for (int i = 0; i < DialPlan.MAX_WAITING; i++) {
            assertTrue(plan.addStatic(node(i), now));
        }
        assertFalse(plan.addStatic(node(20_000), now));
        assertTrue(plan.addStatic(node(1), now), "it is one already");
        plan.removeStatic(id(1));
        assertTrue(plan.addStatic(node(20_000), now));
    }

    // Dials at once.

    @Test
    void atMost16AreDialledAtOnce() {
        for (int i = 0; i < 40; i++) {
            plan.addStatic(node(i), now);
        }
        List<Enode> first = plan.due(now);
        assertEquals(DialPlan.MAX_AT_ONCE, first.size());
        assertTrue(plan.due(now).isEmpty());
        assertNull(plan.nextDue(now), "nothing is due while all places are taken");
        plan.linked(first.get(0).id(), false, false, now);
        assertTrue(plan.due(now).isEmpty(), "its dial has not returned yet");
        plan.done(first.get(0).id(), null, now);
        plan.done(first.get(1).id(), "refused", now);
        assertEquals(2, plan.due(now).size());
        assertTrue(plan.due(now).isEmpty());
    }

    @Test
    void whoHasWaitedLongestIsDialledFirst() {
        for (int i = 0; i < 40; i++) {
            plan.addStatic(node(i), now);
            now++;
        }
        round(Duration.ZERO, IntStream.range(0, 16).toArray());
        failed(3, 4);
        now += HOUR.toNanos();
        round(Duration.ZERO, 16, 17);
    }

    // Nodes to be dialled once.

    @Test
    void aNodeToDialOnceIsDialledOnce() {
        assertTrue(plan.request(node(1), now));
        assertFalse(plan.request(node(1), now), "it is under way");
        round(Duration.ZERO, 1);
        assertFalse(plan.request(node(1), now));
        failed(1);
        round(HOUR);
        assertTrue(plan.request(node(1), now));
        round(Duration.ZERO, 1);
        linked(1);
        assertFalse(plan.request(node(1), now), "it is connected");
        left(1);
        round(HOUR);
        assertTrue(plan.request(node(1), now));
    }

    @Test
    void aRequestWithin35SecondsWaitsIfTheNodeIsFarAway() {
        plan.request(node(1, "203.0.113.7"), now);
        plan.request(node(2, "192.168.1.1"), now);
        round(Duration.ZERO, 1, 2);
        failed(1, 2);
        plan.request(node(1, "203.0.113.7"), now);
        plan.request(node(2, "192.168.1.1"), now);
        round(Duration.ZERO, 2);
        round(DialHistory.REDIAL.minusNanos(1));
        round(DialHistory.REDIAL.dividedBy(10), 1);
    }

    @Test
    void aNodeDialledOnceThatBecomesStaticIsKept() {
        plan.request(node(1), now);
        round(Duration.ZERO, 1);
        assertFalse(plan.isStatic(id(1)));
        plan.addStatic(node(1), now);
        assertTrue(plan.isStatic(id(1)));
        failed(1);
        round(Duration.ofSeconds(3), 1);
    }

    @Test
    void aRequestForAStaticNodeTriesItNowAndLeavesItStatic() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        failed(1);
        round(Duration.ZERO);
        assertTrue(plan.request(node(1), now));
        round(Duration.ZERO, 1);
        failed(1);
        assertTrue(plan.isStatic(id(1)));
        round(Duration.ofSeconds(5), 1);
    }

    @Test
    void thereIsALimitToRequestsThatWait() {
        for (int i = 0; i < DialPlan.MAX_WAITING; i++) {
            assertTrue(plan.request(node(i), now));
        }
        assertFalse(plan.request(node(20_000), now));
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

    // What became of dials.

    @Test
    void whatBecameOfADialIsTold() {
        plan.addStatic(node(1), now);
        DialTarget.Snapshot status = plan.status(id(1));
        assertEquals(State.WAITING, status.state());
        assertEquals(now, status.nextAttempt());
        assertNull(status.lastAttempt());
        round(Duration.ZERO, 1);
        assertEquals(State.DIALLING, plan.status(id(1)).state());
        failed(1);
        status = plan.status(id(1));
        assertEquals(State.WAITING, status.state());
        assertEquals(1, status.attempts());
        assertEquals(1, status.failures());
        assertEquals("refused", status.lastFailure());
        assertEquals(now, status.lastAttempt());
        assertTrue(status.nextAttempt() > now);
        round(Duration.ofSeconds(3), 1);
        linked(1);
        status = plan.status(id(1));
        assertEquals(State.CONNECTED, status.state());
        assertEquals(2, status.attempts());
        assertEquals(0, status.failures());
        assertNull(status.nextAttempt());
        plan.removeStatic(id(1));
        left(1);
        assertEquals(State.ENDED, plan.status(id(1)).state());
        assertFalse(plan.status(id(1)).fixed());
        assertNull(plan.status(id(2)));
    }

    @Test
    void whatBecameOfTheLastThousandDialsIsKept() {
        int more = DialPlan.MAX_ENDED + 10;
        for (int i = 0; i < more; i++) {
            plan.request(node(i), now);
            round(Duration.ZERO, i);
            failed(i);
        }
        assertEquals(DialPlan.MAX_ENDED, plan.status().size());
        assertNull(plan.status(id(9)));
        assertNotNull(plan.status(id(10)));
        assertEquals(node(more - 1), plan.status().getFirst().node(), "the newest is first");
    }

    @Test
    void reportsThatDoNotFitChangeNothing() {
        failed(9);
        linked(9);
        left(9);
        left(9);
        plan.addStatic(node(1), now);
        failed(1);
        round(Duration.ZERO, 1);
        failed(1);
        failed(1);
        round(Duration.ofSeconds(3), 1);
        for (int i = 10; i < 40; i++) {
            plan.addStatic(node(i), now);
        }
        assertEquals(DialPlan.MAX_AT_ONCE - 1, plan.due(now).size());
    }

    @Test
    void theNextOneIsTheOneThatIsDueFirst() {
        assertNull(plan.nextDue(now));
        plan.addStatic(node(1), now + 1_000);
        plan.addStatic(node(2), now + 10);
        plan.addStatic(node(3), now + 5_000_000_000L);
        assertEquals(now + 10, plan.nextDue(now));
        plan.retryNow(now);
        assertEquals(now, plan.nextDue(now));
    }
}
