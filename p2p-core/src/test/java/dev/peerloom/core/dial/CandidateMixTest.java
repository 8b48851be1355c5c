package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.dial.CandidateMix.Candidate;
import dev.peerloom.core.dial.CandidateMix.Source;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Candidates of several sources, on simulated time. */
class CandidateMixTest {
    private final CandidateMix mix = new CandidateMix();
    private final Source quick = new Source();
    private final Source slow = new Source();
    private long now = Long.MAX_VALUE - 1_000;
    private int number;

    private void deliver(Source source) {
        mix.deliver(source, DialPlanFixture.node(number++));
    }

    private Source taken() {
        Candidate candidate = mix.take(now);
        return candidate == null ? null : candidate.source();
    }

    @Test
    void sourcesThatAreAllQuickAreTakenInTurn() {
        List<Source> all = List.of(new Source(), new Source(), new Source());
        all.forEach(mix::add);
        List<Source> taken = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            mix.toAsk(now).forEach(this::deliver);
            taken.add(taken());
        }
        for (int i = 0; i < 9; i++) {
            assertSame(all.get(i % 3), taken.get(i));
        }
    }

    @Test
    void theSourceWhoseTurnItIsIsWaitedForALittle() {
        mix.add(slow);
        mix.add(quick);
        assertEquals(List.of(slow, quick), mix.toAsk(now));
        deliver(quick);
        assertNull(taken());
        assertEquals(now + CandidateMix.PATIENCE.toNanos(), mix.nextLook(now));
        now += CandidateMix.PATIENCE.toNanos() - 1;
        assertNull(taken());
        deliver(slow);
        assertSame(slow, taken());
        assertSame(quick, taken());
    }

    @Test
    void aSourceThatMissedItsTurnIsNotWaitedForAgainUntilItDelivers() {
        mix.add(slow);
        mix.add(quick);
        assertEquals(2, mix.toAsk(now).size());
        deliver(quick);
        assertNull(taken());
        now += CandidateMix.PATIENCE.toNanos();
        assertSame(quick, taken());
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of(quick), mix.toAsk(now));
            deliver(quick);
            assertSame(quick, taken(), "nobody waits");
        }
        deliver(slow);
        mix.toAsk(now);
        deliver(quick);
        assertSame(slow, taken());
        assertSame(quick, taken());
        mix.toAsk(now);
        deliver(quick);
        assertNull(taken(), "it is waited for again");
    }

    @Test
    void aSourceIsAskedForOneCandidateAtATime() {
        mix.add(quick);
        assertEquals(List.of(quick), mix.toAsk(now));
        assertEquals(List.of(), mix.toAsk(now));
        deliver(quick);
        assertEquals(List.of(), mix.toAsk(now), "its candidate has not been taken");
        assertSame(quick, taken());
        assertEquals(List.of(quick), mix.toAsk(now));
    }

    @Test
    void aSourceThatRepeatsItselfIsAskedAfterAPause() {
        mix.add(quick);
        mix.toAsk(now);
        deliver(quick);
        assertSame(quick, taken());
        mix.skip(quick, now);
        assertEquals(List.of(), mix.toAsk(now));
        assertEquals(now + CandidateMix.SKIP_PAUSE.toNanos(), mix.nextLook(now));
        now += CandidateMix.SKIP_PAUSE.toNanos();
        assertEquals(List.of(quick), mix.toAsk(now));
    }

    @Test
    void aSourceThatHasGoneIsNeitherAskedNorWaitedFor() {
        mix.add(slow);
        mix.add(quick);
        mix.toAsk(now);
        deliver(quick);
        assertNull(taken());
        mix.remove(slow);
        mix.remove(slow);
        assertSame(quick, taken());
        mix.remove(quick);
        assertTrue(mix.isEmpty());
        deliver(quick);
        assertNull(taken());
        assertNull(mix.nextLook(now));
    }
}
