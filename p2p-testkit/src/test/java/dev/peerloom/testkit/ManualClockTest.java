package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class ManualClockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = ManualClock.create();
    private final List<String> done = new ArrayList<>();

    private Runnable note(String what) {
        return () -> done.add(what + " at " + clock.elapsed().toSeconds());
    }

    @Test
    void standsStillUntilItIsAdvanced() {
        Instant start = Instant.parse("2030-01-01T00:00:00Z");
        ManualClock own = ManualClock.startingAt(start);
        assertEquals(start, own.instant());
        own.advance(Duration.ofNanos(5));
        own.advance(Duration.ofHours(2));
        assertEquals(start.plusSeconds(7200).plusNanos(5), own.instant());
        assertEquals(Duration.ofHours(2).plusNanos(5), own.elapsed());
        assertEquals(own.elapsed().toNanos(), own.nanoTime());
        assertThrows(IllegalArgumentException.class, () -> own.advance(Duration.ofNanos(-1)));
    }

    @Test
    void goesOnInEveryZone() {
        Clock there = clock.withZone(ZoneId.of("Europe/Berlin"));
        clock.advance(SECOND);
        assertEquals(clock.instant(), there.instant());
        assertEquals(ZoneId.of("Europe/Berlin"), there.getZone());
        assertEquals(ZoneOffset.UTC, clock.getZone());
        assertEquals(clock.instant(), there.withZone(ZoneOffset.UTC).instant());
    }

    @Test
    void runsWhatIsDueInOrderEachAtItsMoment() {
        clock.schedule(Duration.ofSeconds(3), note("late"));
        clock.schedule(SECOND, note("early"));
        clock.schedule(SECOND, note("early too"));
        clock.schedule(Duration.ofSeconds(9), note("never"));
        clock.advance(Duration.ofSeconds(5));
        assertEquals(List.of("early at 1", "early too at 1", "late at 3"), done);
        assertEquals(Duration.ofSeconds(5), clock.elapsed());
        assertEquals(1, clock.waiting());
    }

    @Test
    void runsWhatBecomesDueOnTheWay() {
        clock.schedule(
                SECOND,
                () -> {
                    note("first").run();
                    clock.schedule(SECOND, note("second"));
                });
        clock.advance(Duration.ofSeconds(2));
        assertEquals(List.of("first at 1", "second at 2"), done);
    }

    @Test
    void takesBackWhatHasNotBeenRun() {
        Runnable cancel = clock.schedule(SECOND, note("cancelled"));
        assertEquals(1, clock.waiting());
        cancel.run();
        cancel.run();
        assertEquals(0, clock.waiting());
        clock.advance(SECOND);
        assertEquals(List.of(), done);
    }

    @Test
    void advancesToTheNextDeadline() {
        assertEquals(Optional.empty(), clock.advanceToNext());
        clock.schedule(Duration.ofSeconds(4), note("due"));
        clock.schedule(Duration.ofSeconds(6), note("later"));
        assertEquals(Optional.of(Duration.ofSeconds(4)), clock.advanceToNext());
        assertEquals(List.of("due at 4"), done);
    }

    @Test
    void runsWhatIsDueAtOnceWithTheNextAdvance() {
        clock.schedule(Duration.ofSeconds(-1), note("now"));
        clock.advance(Duration.ZERO);
        assertEquals(List.of("now at 0"), done);
    }

    @Test
    void whatATaskThrowsComesOutOfTheAdvance() {
        clock.schedule(
                SECOND,
                () -> {
                    throw new IllegalStateException("task");
                });
        assertThrows(IllegalStateException.class, () -> clock.advance(SECOND));
        clock.advance(SECOND); // and the clock still goes
        assertEquals(Duration.ofSeconds(2), clock.elapsed());
    }

    @Test
    void letsSleepersSleepUntilTheirTime() throws Exception {
        clock.sleep(Duration.ZERO);
        Background<Long> sleeper =
                new Background<>(
                        () -> {
                            clock.sleep(Duration.ofMinutes(1));
                            return clock.elapsed().toSeconds();
                        });
        clock.awaitWaiting(1);
        clock.advance(Duration.ofSeconds(59));
        assertEquals(1, clock.waiting());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(60, sleeper.result());
    }

    @Test
    void anInterruptedSleeperNoLongerWaits() throws Exception {
        Background<Void> sleeper =
                new Background<>(
                        () -> {
                            clock.sleep(SECOND);
                            return null;
                        });
        clock.awaitWaiting(1);
        sleeper.interrupt();
        assertInstanceOf(InterruptedException.class, sleeper.failure());
        assertEquals(0, clock.waiting());
    }
}
