package dev.peerloom.core.fault;

import dev.peerloom.core.PluginFault;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What went wrong in the code of each plugin. Faults of one kind are one entry that counts up, as a
 * peer may cause one with every message; plugins, entries and texts are bounded. The first fault of
 * a kind is logged, then at most one summary a minute. Keeps strings only, never an object of a
 * plugin, which could then not be unloaded. Thread-safe: guarded by its own lock.
 */
public final class FaultBook {
    /** How many kinds of faults are kept of a plugin; the oldest is forgotten for a new one. */
    static final int MAX_KINDS = 16;

    /** How many plugins' faults are kept. */
    static final int MAX_PLUGINS = 256;

    static final Duration SUMMARY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(FaultBook.class);
    private static final int LONGEST = 1000;

    private final LongSupplier clock;
    private final InstantSource time;
    private final Map<String, Map<String, Kind>> plugins = new LinkedHashMap<>();

    /** A book that goes by the machine's clocks. */
    public FaultBook() {
        this(System::nanoTime, InstantSource.system());
    }

    FaultBook(LongSupplier clock, InstantSource time) {
        this.clock = clock;
        this.time = time;
    }

    /** Faults of one kind: the newest stands for all. */
    private static final class Kind {
        private PluginFault newest;
        private long logged;
        private long loggedAt;

        Kind(PluginFault first) {
            newest = first;
        }

        /** What to log of the newest one, if anything. */
        Optional<String> line(long now) {
            if (logged == 0) {
                logged = 1;
                loggedAt = now;
                return Optional.of(newest.what());
            }
            return now - loggedAt < SUMMARY.toNanos() ? Optional.empty() : summary(now);
        }

        /** How often it happened since the last line of the log. */
        Optional<String> summary(long now) {
            long more = newest.count() - logged;
            logged = newest.count();
            loggedAt = now;
            return more == 0
                    ? Optional.empty()
                    : Optional.of("%s (happened %d times more)".formatted(newest.what(), more));
        }
    }

    /**
     * Something threw: one kind for each place and class of exception.
     *
     * @param plugin whose code it was
     * @param place what was called: {@code eth/69: run()}
     */
    public void threw(String plugin, String place, Throwable failure) {
        String thrown = place + " threw " + Failures.describe(failure) + Failures.place(failure);
        String kind = place + " threw " + failure.getClass().getName();
        log(plugin, add(plugin, kind, thrown));
        LOG.debug("Plugin {}", plugin, failure);
    }

    /**
     * Something else went wrong.
     *
     * @param plugin whose code it was
     * @param kind what faults of the same kind have in common
     * @param what one line, foreign text in it escaped
     */
    public void record(String plugin, String kind, String what) {
        log(plugin, add(plugin, kind, what));
    }

    /** Something else went wrong, which the log tells already. */
    public void note(String plugin, String what) {
        var _ = add(plugin, what, what);
    }

    /** Adds a fault; returns the line for the log, which may be slow: it waits outside the lock. */
    private synchronized Optional<String> add(String plugin, String kind, String what) {
        Map<String, Kind> kinds = plugins.computeIfAbsent(plugin, p -> new LinkedHashMap<>());
        Kind known = kinds.remove(kind);
        long count = known == null ? 1 : known.newest.count() + 1;
        PluginFault fault = new PluginFault(time.instant(), clipped(what), count);
        Kind entry = known == null ? new Kind(fault) : known;
        entry.newest = fault;
        trim(kinds, MAX_KINDS - 1);
        kinds.put(kind, entry);
        trim(plugins, MAX_PLUGINS);
        return entry.line(clock.getAsLong());
    }

    private static void log(String plugin, Optional<String> line) {
        line.ifPresent(text -> LOG.warn("Plugin {}: {}", plugin, text));
    }

    private static void trim(Map<String, ?> map, int size) {
        while (map.size() > size) {
            map.remove(map.keySet().iterator().next());
        }
    }

    private static String clipped(String what) {
        return what.length() <= LONGEST ? what : what.substring(0, LONGEST - 1) + "…";
    }

    /** The faults of a plugin, newest last. */
    public synchronized List<PluginFault> of(String plugin) {
        return plugins.getOrDefault(plugin, Map.of()).values().stream().map(k -> k.newest).toList();
    }

    /** Forgets the faults of a plugin: it starts anew. What was not logged yet is. */
    public void forget(String plugin) {
        List<String> lines;
        synchronized (this) {
            Map<String, Kind> kinds = Objects.requireNonNullElse(plugins.remove(plugin), Map.of());
            long now = clock.getAsLong();
            lines = kinds.values().stream().flatMap(kind -> kind.summary(now).stream()).toList();
        }
        lines.forEach(text -> LOG.warn("Plugin {}: {}", plugin, text));
    }
}
