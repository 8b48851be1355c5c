package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginStatus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which plugins there are: those that were taken in, by id and in the order they were started in,
 * and the files that are not used, with the reason. It owns the copies of their jars. Owned by the
 * plugin host's thread; only the statuses are read by any thread.
 */
final class PluginSet {
    private final RunCopies copies;
    private final Map<String, PluginSlot> slots = new LinkedHashMap<>();
    private final Map<Path, Refusal> refusals = new TreeMap<>();
    private volatile List<PluginStatus> statuses = List.of();

    PluginSet(RunCopies copies) {
        this.copies = copies;
    }

    /** As they were when last changed; those that failed last. Any thread. */
    List<PluginStatus> statuses() {
        return statuses;
    }

    /** In the order they were started in. */
    List<PluginSlot> slots() {
        return List.copyOf(slots.values());
    }

    Optional<PluginSlot> slot(String id) {
        return Optional.ofNullable(slots.get(id));
    }

    Optional<PluginSlot> slotAt(Path file) {
        return slots.values().stream().filter(s -> s.plugin().file().equals(file)).findFirst();
    }

    /** Changes a slot, or adds one at the end; one that is ready now was started last. */
    void put(PluginSlot slot) {
        if (slot.is(PluginStatus.State.READY)) {
            slots.remove(slot.plugin().id());
        }
        slots.put(slot.plugin().id(), slot);
        publish();
    }

    /** Takes a slot out; the copies stay with who asked. */
    void take(String id) {
        slots.remove(id);
        publish();
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals.values());
    }

    Optional<Refusal> refusalAt(Path file) {
        return Optional.ofNullable(refusals.get(file));
    }

    /** Notes that a file is not used, in place of what was said of it before. */
    void refuse(Refusal refusal) {
        Refusal before = refusals.put(refusal.file(), refusal);
        if (before != null && before.plugin().isPresent()) {
            PluginPackage old = before.plugin().get();
            if (refusal.plugin().isEmpty() || !refusal.plugin().get().equals(old)) {
                release(old);
            }
        }
        publish();
    }

    /** A plugin that was refused is taken in now. */
    void accept(PluginPackage plugin) {
        Refusal before = refusals.remove(plugin.file());
        if (before != null
                && before.plugin().isPresent()
                && !before.plugin().get().equals(plugin)) {
            release(before.plugin().get());
        }
        publish();
    }

    /** A file that was refused is gone. */
    void forget(Path file) {
        Refusal before = refusals.remove(file);
        if (before != null) {
            before.plugin().ifPresent(this::release);
        }
        publish();
    }

    /** The copies of a plugin's jars are not needed any more. */
    void release(PluginPackage plugin) {
        plugin.copies().forEach(copies::release);
    }

    /** Nothing is left. */
    void clear() {
        slots.clear();
        refusals.clear();
        copies.releaseAll();
        publish();
    }

    private void publish() {
        List<PluginStatus> all = new ArrayList<>();
        List<PluginStatus> failed = new ArrayList<>();
        for (PluginSlot slot : slots.values()) {
            (slot.is(PluginStatus.State.FAILED) ? failed : all).add(slot.status());
        }
        all.addAll(failed);
        for (Refusal refusal : refusals.values()) {
            // The fault of a new version is told with the one that runs.
            if (slotAt(refusal.file()).isEmpty()) {
                all.add(refusal.status());
            }
        }
        statuses = List.copyOf(all);
    }
}
