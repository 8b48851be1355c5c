package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginEvent.Kind;
import dev.peerloom.core.PluginStatus.State;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One change of the plugins of a running node, step by step: the new ones are checked beside those
 * that run; what has to go or change is stopped, dependents first; then all that is to be is
 * started, dependencies first. A new version that does not start gives way to the one before. Owned
 * by the plugin host's thread; used once.
 */
final class PluginChange {
    private final PluginParts parts;
    private final PluginSet set;
    private final PluginStarter starter;

    /** What ran before in the place of a new version, as long as it may be needed again. */
    private final Map<String, PluginPackage> previous = new HashMap<>();

    /** Plugins that are back in the place of a new version. */
    private final Set<String> restored = new HashSet<>();

    /** Ids of plugins that are not what they were. */
    private final Set<String> changed = new HashSet<>();

    /** What was offered before comes before what is new, if both declare the same protocol. */
    private final Set<String> wereReady = new HashSet<>();

    PluginChange(PluginParts parts) {
        this.parts = parts;
        this.set = parts.set();
        this.starter = new PluginStarter(parts);
    }

    /**
     * Makes the change.
     *
     * @param wanted plugins to add, or to put in the place of those with the same ids
     * @param removed the ids of plugins that go
     */
    void apply(List<PluginPackage> wanted, Set<String> removed) {
        PluginPlan plan =
                new PluginPlan(
                        parts.systemVersion(), set.slots(), withWaiting(wanted, removed), removed);
        rehearse(plan);
        plan.rejected().forEach(this::refuse);
        stop(plan);
        takeIn(plan.added());
        startAll();
        previous.values().forEach(set::release);
        parts.environment().settled();
    }

    /** Plugins that were refused because of others are tried again together with the new ones. */
    private Collection<PluginPackage> withWaiting(List<PluginPackage> wanted, Set<String> removed) {
        Map<Path, PluginPackage> all = new LinkedHashMap<>();
        wanted.forEach(p -> all.put(p.file(), p));
        for (Refusal refusal : set.refusals()) {
            refusal.plugin()
                    .filter(p -> refusal.again() && !removed.contains(p.id()))
                    .ifPresent(p -> all.putIfAbsent(p.file(), p));
        }
        return all.values();
    }

    /** Repeated as long as something does not fit: each time there is one plugin less. */
    private void rehearse(PluginPlan plan) {
        while (!tryOnce(plan)) {}
    }

    private boolean tryOnce(PluginPlan plan) {
        if (plan.added().isEmpty()) {
            return true;
        }
        Set<String> affected = plan.affected();
        try (Rehearsal rehearsal = new Rehearsal(parts.manager(), affected)) {
            for (PluginPackage plugin : plan.order()) {
                if (affected.contains(plugin.id())) {
                    try {
                        rehearsal.check(plugin);
                    } catch (PluginProblem e) {
                        plan.reject(plugin, "the plugin " + plugin.id() + ": " + Text.message(e));
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private void refuse(PluginPackage plugin, String problem) {
        boolean known =
                set.refusalAt(plugin.file())
                        .filter(r -> r.plugin().isPresent() && r.plugin().get().equals(plugin))
                        .filter(r -> r.problem().equals(problem))
                        .isPresent();
        set.refuse(Refusal.of(plugin, problem, true));
        if (!known) {
            parts.events().tell(Kind.REFUSED, plugin, problem);
            Optional<PluginSlot> running = set.slot(plugin.id());
            running.ifPresent(slot -> keep(slot, plugin, problem));
        }
    }

    /** The plugin that was to be replaced runs on. If its file is gone, it goes by the new one. */
    private void keep(PluginSlot slot, PluginPackage refused, String problem) {
        boolean gone = Files.notExists(slot.plugin().file());
        if (gone || slot.plugin().file().equals(refused.file())) {
            parts.faults()
                    .note(refused.id(), "version " + refused.version() + " refused: " + problem);
            if (gone) {
                set.put(slot.withFile(refused.file()));
            }
        }
    }

    private void stop(PluginPlan plan) {
        Set<String> affected = plan.affected();
        Set<String> added = new HashSet<>();
        plan.added().forEach(p -> added.add(p.id()));
        for (PluginSlot slot : set.slots().reversed()) {
            String id = slot.plugin().id();
            if (!affected.contains(id)) {
                continue;
            }
            changed.add(id);
            // What goes wrong while it stops is left for the next one to show.
            parts.faults().forget(id);
            if (slot.is(State.READY)) {
                wereReady.add(id);
                starter.stop(slot, reason(id, plan, added));
            }
            if (!plan.keeps(id)) {
                remove(slot, plan);
            } else if (added.contains(id)) {
                replace(slot);
            } else {
                set.put(PluginSlot.resolved(slot.plugin()));
            }
        }
    }

    private static String reason(String id, PluginPlan plan, Set<String> added) {
        if (!plan.keeps(id)) {
            return "it goes";
        }
        return added.contains(id) ? "a new version comes" : "a plugin that it uses changes";
    }

    private void remove(PluginSlot slot, PluginPlan plan) {
        PluginPackage plugin = slot.plugin();
        set.take(plugin.id());
        Optional<PluginPackage> parked =
                plan.parked().keySet().stream().filter(plugin::equals).findFirst();
        if (parked.isPresent()) {
            String problem = plan.parked().getOrDefault(plugin, "");
            set.refuse(Refusal.of(plugin, problem, true));
            parts.events().tell(Kind.REFUSED, plugin, problem);
        } else {
            set.release(plugin);
        }
        parts.events().tell(Kind.UNLOADED, plugin, "");
    }

    private void replace(PluginSlot slot) {
        PluginPackage plugin = slot.plugin();
        set.take(plugin.id());
        if (slot.is(State.READY)) {
            previous.put(plugin.id(), plugin);
        } else {
            set.release(plugin);
        }
        parts.events().tell(Kind.UNLOADED, plugin, "");
    }

    private void takeIn(List<PluginPackage> added) {
        for (PluginPackage plugin : added) {
            changed.add(plugin.id());
            set.accept(plugin);
            set.put(PluginSlot.resolved(plugin));
            parts.events().tell(Kind.LOADED, plugin, "from " + plugin.file());
            starter.warnOfPluginClass(plugin);
        }
    }

    private void startAll() {
        for (Optional<PluginSlot> next = next(); next.isPresent(); next = next()) {
            start(next.get());
        }
    }

    /** The plugin to start now: its dependencies were before, or have failed. */
    private Optional<PluginSlot> next() {
        Resolution resolution = starter.resolve();
        for (Map.Entry<PluginPackage, String> problem : resolution.problems().entrySet()) {
            // A version came back with which this plugin does not get along.
            giveUp(problem.getKey(), problem.getValue());
            return next();
        }
        List<PluginSlot> waiting =
                resolution.order().stream()
                        .flatMap(p -> set.slot(p.id()).stream())
                        .filter(s -> s.is(State.RESOLVED))
                        .toList();
        if (waiting.isEmpty()) {
            return retry();
        }
        Set<String> open = new HashSet<>();
        waiting.forEach(s -> open.add(s.plugin().id()));
        Optional<PluginSlot> first =
                waiting.stream()
                        .filter(s -> wereReady.contains(s.plugin().id()))
                        .filter(s -> s.plugin().dependencies().stream().noneMatch(open::contains))
                        .findFirst();
        return first.isPresent() ? first : waiting.stream().findFirst();
    }

    /** A plugin that had failed because of one that has changed now. */
    private Optional<PluginSlot> retry() {
        Optional<PluginSlot> found =
                set.slots().stream()
                        .filter(s -> s.is(State.FAILED))
                        .filter(s -> s.waitsFor().filter(changed::contains).isPresent())
                        .filter(s -> changed.add(s.plugin().id()))
                        .findFirst();
        found.ifPresent(s -> set.put(PluginSlot.resolved(s.plugin())));
        return found.flatMap(s -> set.slot(s.plugin().id()));
    }

    private void giveUp(PluginPackage plugin, String problem) {
        if (!restore(plugin, problem, true)) {
            set.take(plugin.id());
            set.refuse(Refusal.of(plugin, problem, true));
            parts.events().tell(Kind.REFUSED, plugin, problem);
        }
    }

    private void start(PluginSlot slot) {
        PluginPackage plugin = slot.plugin();
        Optional<StartException> failure = starter.start(plugin);
        if (failure.isPresent()) {
            String problem = Text.message(failure.get());
            if (!restore(plugin, problem, false)) {
                set.put(slot.failed(problem, failure.get().waitsFor()));
            }
        } else if (restored.contains(plugin.id())) {
            parts.events().tell(Kind.RESTORED, plugin, "the new version could not be used");
        }
    }

    /** Puts the version that ran before in the place of one that failed; false if none did. */
    private boolean restore(PluginPackage failed, String problem, boolean again) {
        PluginPackage old = previous.remove(failed.id());
        if (old == null) {
            return false;
        }
        restored.add(failed.id());
        parts.faults().note(failed.id(), "version " + failed.version() + " failed: " + problem);
        set.refuse(Refusal.of(failed, problem, again));
        set.put(PluginSlot.resolved(old.withFile(failed.file())));
        return true;
    }
}
