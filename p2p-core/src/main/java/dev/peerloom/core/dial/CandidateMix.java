package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes candidates from any number of sources in turn, so that a source that is quick does not
 * leave the others without a place. The source whose turn it is gets a moment to come up with one;
 * once it has missed its turn it is not waited for until it delivers again. No thread, no clock.
 * Owned by the thread of the {@link DialScheduler}.
 */
final class CandidateMix {
    /** For how long the source whose turn it is is waited for while others have a candidate. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    /** A source whose candidate was of no use is asked again after that long. */
    static final Duration SKIP_PAUSE = Duration.ofMillis(20);

    /** One source of candidates. */
    static final class Source {
        private boolean asked;
        private boolean late;
        private @Nullable Enode ready;
        private long pausedUntil;
        private boolean paused;
    }

    /** A candidate, and whose it was. */
    record Candidate(Source source, Enode node) {}

    private final List<Source> sources = new ArrayList<>();
    private int turn;
    private boolean waiting;
    private long waitingSince;

    void add(Source source) {
        sources.add(source);
    }

    void remove(Source source) {
        int index = sources.indexOf(source);
        if (index >= 0) {
            sources.remove(index);
            turn = index < turn ? turn - 1 : turn;
            turn = sources.isEmpty() ? 0 : turn % sources.size();
            waiting = false;
        }
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    /** The sources that are to bring a candidate now; each brings one. */
    List<Source> toAsk(long now) {
        List<Source> idle = new ArrayList<>();
        for (Source source : sources) {
            source.paused = source.paused && source.pausedUntil - now > 0;
            if (!source.asked && source.ready == null && !source.paused) {
                source.asked = true;
                idle.add(source);
            }
        }
        return idle;
    }

    /** A source that was asked brings a candidate. */
    void deliver(Source source, Enode node) {
        source.asked = false;
        source.late = false;
        source.ready = node;
    }

    /** A candidate of a source was of no use: one that repeats itself must not keep a core busy. */
    void skip(Source source, long now) {
        source.paused = true;
        source.pausedUntil = now + SKIP_PAUSE.toNanos();
    }

    /** The next candidate; null if there is none, or another source is waited for. */
    @Nullable Candidate take(long now) {
        Source first = next(true);
        if (first == null) {
            return null;
        }
        Source due = next(false);
        if (due != null && due.ready == null) {
            if (!waiting) {
                waiting = true;
                waitingSince = now;
            }
            if (now - waitingSince < PATIENCE.toNanos()) {
                return null;
            }
            // This one has missed its turn; another may get a moment of its own.
            due.late = true;
            waiting = false;
            return take(now);
        }
        waiting = false;
        Source source = due == null ? first : due;
        Enode node = source.ready;
        source.ready = null;
        turn = (sources.indexOf(source) + 1) % sources.size();
        return node == null ? null : new Candidate(source, node);
    }

    /** From the one on whose turn it is: the first with a candidate, or the first not late. */
    private @Nullable Source next(boolean ready) {
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get((turn + i) % sources.size());
            if (ready ? source.ready != null : !source.late) {
                return source;
            }
        }
        return null;
    }

    /** When to look again though nothing has been delivered; null if then only. */
    @Nullable Long nextLook(long now) {
        Long next = waiting ? waitingSince + PATIENCE.toNanos() : null;
        for (Source source : sources) {
            if (source.paused && (next == null || source.pausedUntil - next < 0)) {
                next = source.pausedUntil;
            }
        }
        return next == null || next - now > 0 ? next : Long.valueOf(now);
    }
}
