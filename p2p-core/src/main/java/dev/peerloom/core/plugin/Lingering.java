package dev.peerloom.core.plugin;

import dev.peerloom.core.UnloadedPlugin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** Class loaders of plugins that were unloaded, until they are collected. Thread-safe. */
final class Lingering {
    private record Entry(WeakReference<ClassLoader> loader, UnloadedPlugin plugin) {
        boolean collected() {
            return loader.refersTo(null);
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(ClassLoader loader, UnloadedPlugin plugin) {
        entries.removeIf(Entry::collected);
        entries.add(new Entry(new WeakReference<>(loader), plugin));
    }

    /** Those that have not been collected yet, oldest first. */
    synchronized List<UnloadedPlugin> list() {
        entries.removeIf(Entry::collected);
        return entries.stream().map(Entry::plugin).toList();
    }
}
