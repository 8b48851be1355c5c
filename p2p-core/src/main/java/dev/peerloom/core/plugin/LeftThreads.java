package dev.peerloom.core.plugin;

import dev.peerloom.core.fault.Failures;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Threads that a plugin started and did not end: they keep its classes in memory, and nobody can
 * end them but the plugin. Known by their context class loader, which threads inherit, by their
 * class, or by what they execute. Virtual threads that a plugin made itself are in no list.
 */
final class LeftThreads {
    private static final int NAMED = 5;

    private LeftThreads() {}

    /**
     * Tells which threads of a plugin that was stopped go on.
     *
     * @param patience how long those that were told to end may take for it
     */
    static void tell(PluginThread.Owner owner, PluginModuleLoader loader, Duration patience) {
        Map<Thread, StackTraceElement[]> left = find(owner, loader);
        if (!left.isEmpty()) {
            join(left.keySet(), patience);
            left = find(owner, loader);
        }
        if (!left.isEmpty()) {
            owner.watch().faults().record(owner.plugin(), "threads left", describe(left));
        }
    }

    private static void join(Iterable<Thread> threads, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<Thread, StackTraceElement[]> find(
            PluginThread.Owner owner, PluginModuleLoader loader) {
        Map<Thread, StackTraceElement[]> all = new HashMap<>(Thread.getAllStackTraces());
        all.entrySet().removeIf(e -> !belongs(e.getKey(), e.getValue(), loader));
        owner.watch()
                .threads()
                .current()
                .forEach(
                        (thread, plugin) -> {
                            if (plugin.equals(owner.plugin())) {
                                all.put(thread, thread.getStackTrace());
                            }
                        });
        all.remove(Thread.currentThread());
        return all;
    }

    private static boolean belongs(
            Thread thread, StackTraceElement[] calls, PluginModuleLoader loader) {
        Optional<PluginModuleLoader> made =
                PluginModuleLoader.of(thread.getClass().getClassLoader());
        if (made.isPresent()) {
            // Not asked for its context loader: a plugin's own kind of thread answers by itself.
            return made.get() == loader;
        }
        return PluginModuleLoader.of(thread.getContextClassLoader()).orElse(null) == loader
                || Arrays.stream(calls).anyMatch(loader::hasLoaded);
    }

    private static String describe(Map<Thread, StackTraceElement[]> left) {
        List<String> threads =
                left.entrySet().stream()
                        .map(e -> e.getKey().getName() + " at " + Failures.stack(e.getValue()))
                        .map(Text::oneLine)
                        .sorted()
                        .toList();
        String shown = threads.stream().limit(NAMED).collect(Collectors.joining("; "));
        String more = threads.size() > NAMED ? "; and others" : "";
        return "it was stopped and left %d thread%s running: %s%s"
                .formatted(threads.size(), threads.size() == 1 ? "" : "s", shown, more);
    }
}
