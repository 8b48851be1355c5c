package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Whom somebody asked to dial once. */
class DialRequestsTest extends DialPlanFixture {
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
}
