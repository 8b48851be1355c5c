package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Enode;
import dev.peerloom.core.DialStatus.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Whom to dial again for ever, and when. */
class DialPlanTest extends DialPlanFixture {
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
}
