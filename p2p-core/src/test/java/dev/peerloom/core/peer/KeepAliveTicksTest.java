package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** When links look at their clocks. */
class KeepAliveTicksTest {
    private static final long INTERVAL = 5_000_000_000L;
    private static final long PART = INTERVAL / 20;

    /** Beyond it the clock of nanoseconds may pass the end of its range, and the grid moves. */
    private static final long MOST = 1L << 62;

    @Property
    void ticksOfAllLinksFallOnCommonMoments(@ForAll @LongRange(min = -MOST, max = MOST) long now) {
        long wait = KeepAlive.toNextTick(now, INTERVAL);
        assertEquals(0, Math.floorMod(now + wait, PART));
        assertTrue(Math.abs(wait - INTERVAL) <= PART / 2, () -> "waits " + wait);
    }

    @Property
    void aTickThatComesALittleLateIsFollowedAfterOneInterval(
            @ForAll @LongRange(min = -MOST, max = MOST) long start,
            @ForAll @LongRange(min = 0, max = PART / 2 - 1) long late) {
        long tick = start + KeepAlive.toNextTick(start, INTERVAL);
        assertEquals(INTERVAL - late, KeepAlive.toNextTick(tick + late, INTERVAL));
    }

    @Property
    void aShortIntervalIsWaitedForAsWell(@ForAll @LongRange(min = 1, max = 100) long interval) {
        assertTrue(KeepAlive.toNextTick(7, interval) > 0);
    }
}
