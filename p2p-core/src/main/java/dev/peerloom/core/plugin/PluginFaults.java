package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginFault;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What went wrong with plugins while they ran, by id. Thread-safe. What happens again is counted,
 * and of each plugin the newest are kept: one that fails for ever does not fill the memory.
 */
final class PluginFaults {
    static final int MOST = 16;

    private final InstantSource clock;
    private final Map<String, Deque<PluginFault>> faults = new HashMap<>();

    PluginFaults(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(String id, String what) {
        Deque<PluginFault> all = faults.computeIfAbsent(id, key -> new ArrayDeque<>());
        long count = 1;
        for (Iterator<PluginFault> each = all.iterator(); each.hasNext(); ) {
            PluginFault before = each.next();
            if (before.what().equals(what)) {
                count += before.count();
                each.remove();
            }
        }
        if (all.size() == MOST) {
            all.removeFirst();
        }
        all.addLast(new PluginFault(clock.instant(), what, count));
    }

    synchronized List<PluginFault> of(String id) {
        Deque<PluginFault> all = faults.get(id);
        return all == null ? List.of() : List.copyOf(all);
    }

    /** Forgets those of a plugin that was unloaded. */
    synchronized void forget(String id) {
        faults.remove(id);
    }
}
