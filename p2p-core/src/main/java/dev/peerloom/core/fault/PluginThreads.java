package dev.peerloom.core.fault;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which threads of the node run code of which plugin now. Virtual threads are in no list of the
 * JVM's, so the node keeps its own. Thread-safe.
 */
public final class PluginThreads {
    private final Map<Thread, String> owners = new ConcurrentHashMap<>();

    /** The current thread runs code of a plugin until {@link #leave()}. */
    public void enter(String plugin) {
        owners.put(Thread.currentThread(), plugin);
    }

    /** The current thread runs code of no plugin any more. */
    public void leave() {
        owners.remove(Thread.currentThread());
    }

    /** The threads that run code of plugins now, with their plugins. */
    public Map<Thread, String> current() {
        return Map.copyOf(owners);
    }

    /** The plugin whose code a thread runs. */
    public Optional<String> owner(Thread thread) {
        return Optional.ofNullable(owners.get(thread));
    }
}
