package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Whom to dial and when: rounds on simulated time. */
class DialPlanTest {
    private final DialPlan plan = new DialPlan(new Random(1));
    // Near the end of the range, because a clock of nanoseconds may pass it.
    private long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    static Enode node(int number) {
        byte[] key = new byte[64];
        key[62] = (byte) (number >>> 8);
        key[63] = (byte) number;
        return new Enode(new NodeId(key), "127.0.0.1", 30_303, 30_303);
    }

    private static NodeId id(int number) {
        return node(number).id();
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

    @Test
    void aStaticNodeIsDialledAtOnceAndOnlyOnceAtATime() {
        plan.addStatic(node(1), now);
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        round(Duration.ofHours(1));
    }

    @Test
    void theFailuresOfAStaticNodeDoubleItsPauseUpTo5Minutes() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300}) {
            plan.failed(id(1), now);
            round(Duration.ofSeconds(seconds).multipliedBy(7).dividedBy(8).minusNanos(1));
            round(Duration.ofSeconds(seconds).dividedBy(4).plusNanos(1), 1);
        }
    }

    @Test
    void aHundredFailuresPauseNoLongerThanTen() {
        plan.addStatic(node(1), now);
        for (int i = 0; i < 100; i++) {
            round(Duration.ofSeconds(338), 1);
            plan.failed(id(1), now);
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
                plan.failed(node.id(), now);
                taken++;
            }
        }
        List<Enode> due = new ArrayList<>();
        while (due.size() < 50) {
            Long next = plan.nextDue();
            pauses.add(next - now);
            now = next;
            for (Enode node : plan.due(now)) {
                due.add(node);
                plan.connected(node.id());
            }
        }
        assertTrue(pauses.size() > 40, "no two nodes should be dialled at the same moment");
    }

    @Test
    void aLinkEndsTheRowOfFailures() {
        plan.addStatic(node(1), now);
        round(Duration.ZERO, 1);
        for (int i = 0; i < 8; i++) {
            plan.failed(id(1), now);
            round(Duration.ofMinutes(6), 1);
        }
        plan.connected(id(1));
        round(Duration.ofHours(1));
        plan.ended(id(1), now);
        round(Duration.ofMillis(1_749));
        round(Duration.ofMillis(501), 1);
    }

    @Test
    void atMost16AreDialledAtOnce() {
        for (int i = 0; i < 40; i++) {
            plan.addStatic(node(i), now);
        }
        List<Enode> first = plan.due(now);
        assertEquals(DialPlan.MAX_AT_ONCE, first.size());
        assertTrue(plan.due(now).isEmpty());
        assertNull(plan.nextDue(), "nothing is due while all places are taken");
        plan.connected(first.get(0).id());
        plan.failed(first.get(1).id(), now);
        assertEquals(2, plan.due(now).size());
        assertTrue(plan.due(now).isEmpty());
    }

    @Test
    void aNodeToDialOnceIsDialledOnce() {
        assertTrue(plan.request(node(1), now));
        assertFalse(plan.request(node(1), now), "it is under way");
        round(Duration.ZERO, 1);
        assertFalse(plan.request(node(1), now));
        plan.failed(id(1), now);
        round(Duration.ofHours(1));
        assertTrue(plan.request(node(1), now));
        round(Duration.ZERO, 1);
        plan.connected(id(1));
        assertFalse(plan.request(node(1), now), "it is connected");
        plan.ended(id(1), now);
        round(Duration.ofHours(1));
        assertTrue(plan.request(node(1), now));
    }

    @Test
    void aNodeDialledOnceThatBecomesStaticIsKept() {
        plan.request(node(1), now);
        round(Duration.ZERO, 1);
        assertFalse(plan.isStatic(id(1)));
        plan.addStatic(node(1), now);
        assertTrue(plan.isStatic(id(1)));
        plan.failed(id(1), now);
        round(Duration.ofSeconds(3), 1);
    }

    @Test
    void aRequestForAStaticNodeChangesNothing() {
        plan.addStatic(node(1), now);
        assertFalse(plan.request(node(1), now));
        round(Duration.ZERO, 1);
        plan.failed(id(1), now);
        assertTrue(plan.isStatic(id(1)));
    }

    @Test
    void reportsThatDoNotFitChangeNothing() {
        plan.failed(id(9), now);
        plan.connected(id(9));
        plan.ended(id(9), now);
        plan.addStatic(node(1), now);
        plan.connected(id(1));
        plan.failed(id(1), now);
        round(Duration.ZERO, 1);
        plan.failed(id(1), now);
        plan.failed(id(1), now);
        plan.connected(id(1));
        round(Duration.ofSeconds(3), 1);
        for (int i = 10; i < 40; i++) {
            plan.addStatic(node(i), now);
        }
        assertEquals(DialPlan.MAX_AT_ONCE - 1, plan.due(now).size());
    }

    @Test
    void theNextOneIsTheOneThatIsDueFirst() {
        assertNull(plan.nextDue());
        plan.addStatic(node(1), now + 1_000);
        plan.addStatic(node(2), now + 10);
        plan.addStatic(node(3), now + 5_000_000_000L);
        assertEquals(now + 10, plan.nextDue());
    }
}
