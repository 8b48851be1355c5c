package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.DialStatus.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What a plan says of its dials. */
class DialRecordsTest extends DialPlanFixture {
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
