package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginStatus;

import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultVersionManager;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which plugins there are to be after a change. New ones that do not fit are left out, and those
 * that they were to replace stay; plugins that have lost what they need go. None of their code
 * runs, and nothing is changed yet. Owned by the plugin host's thread; used once.
 */
final class PluginPlan {
    private final String systemVersion;
    private final Map<String, PluginPackage> before = new LinkedHashMap<>();
    private final Set<String> running = new HashSet<>();
    private final Map<String, PluginPackage> target = new LinkedHashMap<>();
    private final Set<PluginPackage> candidates = new LinkedHashSet<>();
    private final Map<PluginPackage, String> rejected = new LinkedHashMap<>();
    private final Map<PluginPackage, String> parked = new LinkedHashMap<>();
    private final Map<PluginPackage, String> reasons = new HashMap<>();
    private List<PluginPackage> order = List.of();

    /**
     * Makes a plan.
     *
     * @param now the plugins as they are
     * @param wanted plugins to add, or to put in the place of those with the same ids
     * @param removed the ids of plugins that go
     */
    PluginPlan(
            String systemVersion,
            Collection<PluginSlot> now,
            Collection<PluginPackage> wanted,
            Set<String> removed) {
        this.systemVersion = systemVersion;
        for (PluginSlot slot : now) {
            before.put(slot.plugin().id(), slot.plugin());
            if (slot.is(PluginStatus.State.READY)) {
                running.add(slot.plugin().id());
            }
        }
        target.putAll(before);
        target.keySet().removeAll(removed);
        wanted.forEach(this::want);
        resolve();
    }

    private void want(PluginPackage plugin) {
        PluginPackage other = target.get(plugin.id());
        if (other != null && !replaces(plugin, other)) {
            rejected.put(
                    plugin,
                    "the plugin %s is there twice: %s and %s"
                            .formatted(plugin.id(), other.file(), plugin.file()));
            return;
        }
        target.put(plugin.id(), plugin);
        candidates.add(plugin);
    }

    /** The same file, or that of the other is gone: it was renamed, or a new version took over. */
    private boolean replaces(PluginPackage plugin, PluginPackage other) {
        return other.file().equals(plugin.file()) || Files.notExists(other.file());
    }

    private void resolve() {
        Resolution resolution = resolution();
        while (!resolution.problems().isEmpty()) {
            exclude(resolution.problems());
            resolution = resolution();
        }
        order = resolution.order();
    }

    private Resolution resolution() {
        Set<String> unchanged = new HashSet<>(running);
        candidates.forEach(c -> unchanged.remove(c.id()));
        Resolution resolution = new Resolution(new DefaultVersionManager(), systemVersion);
        resolution.resolve(target.values(), unchanged);
        return resolution;
    }

    /**
     * Takes one plugin out because of what is wrong: the first problem is nobody else's, unless it
     * is a circle. The others of that lack the first from here on, but the circle is why.
     */
    private void exclude(Map<PluginPackage, String> problems) {
        Map.Entry<PluginPackage, String> first = problems.entrySet().iterator().next();
        problems.forEach(
                (plugin, problem) -> {
                    if (problem.equals(first.getValue())) {
                        reasons.putIfAbsent(plugin, problem);
                    }
                });
        exclude(first.getKey(), reasons.getOrDefault(first.getKey(), first.getValue()));
    }

    /** Takes a plugin out, or the new one that it does not get along with. */
    private void exclude(PluginPackage plugin, String problem) {
        PluginPackage culprit = candidates.contains(plugin) ? plugin : newDependency(plugin);
        if (culprit == null) {
            target.remove(plugin.id());
            parked.put(plugin, problem);
        } else {
            candidates.remove(culprit);
            rejected.put(culprit, problem);
            PluginPackage old = before.get(culprit.id());
            if (old == null) {
                target.remove(culprit.id());
            } else {
                target.put(culprit.id(), old);
            }
        }
    }

    /** A candidate that a plugin depends on and that replaces another; null if there is none. */
    private @Nullable PluginPackage newDependency(PluginPackage plugin) {
        Set<String> seen = new LinkedHashSet<>(plugin.dependencies());
        List<String> open = new ArrayList<>(seen);
        while (!open.isEmpty()) {
            PluginPackage dependency = target.get(open.removeFirst());
            if (dependency != null) {
                if (candidates.contains(dependency) && before.containsKey(dependency.id())) {
                    return dependency;
                }
                dependency.dependencies().stream().filter(seen::add).forEach(open::add);
            }
        }
        return null;
    }

    /** Takes a plugin out that turned out not to fit. */
    void reject(PluginPackage plugin, String problem) {
        exclude(plugin, problem);
        resolve();
    }

    /** The plugins that there are to be, dependencies first. */
    List<PluginPackage> order() {
        return order;
    }

    /** Those of them that are new. */
    List<PluginPackage> added() {
        return order.stream().filter(candidates::contains).toList();
    }

    /** New plugins that do not fit, with the reasons. */
    Map<PluginPackage, String> rejected() {
        return rejected;
    }

    /** Plugins that have lost what they need, with the reasons. */
    Map<PluginPackage, String> parked() {
        return parked;
    }

    /** Whether a plugin stays, in this version or another. */
    boolean keeps(String id) {
        return target.containsKey(id);
    }

    /** The ids of plugins that go or change, and of all that depend on one of them. */
    Set<String> affected() {
        Set<String> affected = new HashSet<>();
        added().forEach(p -> affected.add(p.id()));
        before.keySet().stream().filter(id -> !target.containsKey(id)).forEach(affected::add);
        boolean more = true;
        while (more) {
            more = false;
            for (PluginPackage plugin : before.values()) {
                if (plugin.dependencies().stream().anyMatch(affected::contains)) {
                    more |= affected.add(plugin.id());
                }
            }
        }
        return affected;
    }
}
