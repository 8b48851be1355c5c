package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.Enode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A dial that was told that there is a link already, which we do not see yet. */
class CrossedDialTest {
    private static final Enode NODE = DialPlanTest.node(1);

    private final DialPlan plan = new DialPlan(new Random(1), node -> false, new CandidateMix());

    @BeforeEach
    void places() {
        plan.limits(50, 16);
        plan.addStatic(NODE, 0);
        assertEquals(List.of(NODE), plan.due(0));
    }

    @Test
    void aNodeThatWillBeLinkedByTheOtherConnectionIsNotDialledOverAndOver() {
        plan.done(NODE.id(), null, 10);
        assertEquals(List.of(), plan.due(10));
        plan.linked(NODE.id(), true, false, 20);
        assertEquals(List.of(), plan.due(Duration.ofHours(1).toNanos()));
        assertEquals(1, plan.status().getFirst().attempts());
    }

    @Test
    void aNodeWhoseOtherConnectionComesToNothingIsDialledAfterThePause() {
        plan.done(NODE.id(), null, 10);
        assertEquals(List.of(), plan.due(Duration.ofSeconds(1).toNanos()));
        assertEquals(List.of(NODE), plan.due(Duration.ofSeconds(3).toNanos()));
    }
}
