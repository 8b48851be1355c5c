package dev.peerloom.core.plugin;

import org.pf4j.PluginDependency;
import org.pf4j.VersionManager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which plugins can be used together, and in which order they start: dependencies first, otherwise
 * by id. PF4J's own resolver leaves optional dependencies out of the order and does not say whose
 * dependency is missing. Not thread-safe; used once.
 */
final class Resolution {
    private final VersionManager versions;
    private final String systemVersion;
    private final Map<String, PluginPackage> plugins = new TreeMap<>();
    private final Map<PluginPackage, String> problems = new LinkedHashMap<>();

    Resolution(VersionManager versions, String systemVersion) {
        this.versions = versions;
        this.systemVersion = systemVersion;
    }

    /** Adds plugins and checks them all. */
    void resolve(Collection<PluginPackage> packages) {
        resolve(packages, Set.of());
    }

    /**
     * Adds plugins and checks them all.
     *
     * @param running the ids of those that run: one that only others made use of stays when they go
     */
    void resolve(Collection<PluginPackage> packages, Set<String> running) {
        Map<String, PluginPackage> ids = new HashMap<>();
        for (PluginPackage plugin : packages) {
            // Data directories named by ids must differ on every file system.
            PluginPackage other = ids.putIfAbsent(plugin.id().toLowerCase(Locale.ROOT), plugin);
            if (other == null) {
                plugins.put(plugin.id(), plugin);
            } else {
                String both = other.file() + " and " + plugin.file();
                problems.put(
                        plugin,
                        other.id().equals(plugin.id())
                                ? "the plugin " + plugin.id() + " is there twice: " + both
                                : "the plugin ids "
                                        + other.id()
                                        + " and "
                                        + plugin.id()
                                        + " differ only in case: "
                                        + both);
            }
        }
        for (PluginPackage plugin : plugins.values()) {
            try {
                check(plugin);
                if (!running.contains(plugin.id())) {
                    checkOffer(plugin);
                }
            } catch (PluginProblem e) {
                problems.put(plugin, Text.message(e));
            }
        }
        while (spread()) {}
    }

    /** Marks the plugins that depend on one with a problem; whether there were any. */
    private boolean spread() {
        boolean found = false;
        for (PluginPackage plugin : plugins.values()) {
            for (PluginDependency dependency : plugin.descriptor().getDependencies()) {
                PluginPackage other = plugins.get(dependency.getPluginId());
                if (!problems.containsKey(plugin)
                        && !dependency.isOptional()
                        && problems.containsKey(other)) {
                    problems.put(plugin, unusable(plugin, dependency));
                    found = true;
                }
            }
        }
        return found;
    }

    private static String unusable(PluginPackage plugin, PluginDependency dependency) {
        return name(plugin)
                + " depends on the plugin "
                + dependency.getPluginId()
                + ", which cannot be used";
    }

    /** What is wrong, by plugin. */
    Map<PluginPackage, String> problems() {
        return problems;
    }

    /** The plugins without problems, dependencies first. */
    List<PluginPackage> order() {
        Set<PluginPackage> order = new LinkedHashSet<>();
        plugins.values().forEach(p -> append(p, order));
        return order.stream().filter(p -> !problems.containsKey(p)).toList();
    }

    private void append(PluginPackage plugin, Set<PluginPackage> order) {
        if (!order.contains(plugin) && !problems.containsKey(plugin)) {
            dependencies(plugin).forEach(d -> append(d, order));
            order.add(plugin);
        }
    }

    /** The plugins that one depends on and that are there. */
    List<PluginPackage> dependencies(PluginPackage plugin) {
        List<PluginPackage> found = new ArrayList<>();
        for (PluginDependency dependency : plugin.descriptor().getDependencies()) {
            PluginPackage other = plugins.get(dependency.getPluginId());
            if (other != null) {
                found.add(other);
            }
        }
        return found;
    }

    private void check(PluginPackage plugin) throws PluginProblem {
        checkSystemVersion(plugin);
        for (PluginDependency dependency : plugin.descriptor().getDependencies()) {
            checkDependency(plugin, dependency);
        }
        List<String> cycle = cycle(plugin, new ArrayList<>(), new HashSet<>());
        if (!cycle.isEmpty()) {
            throw new PluginProblem(
                    "plugins depend on each other in a circle: " + String.join(" -> ", cycle));
        }
        plugin.modules()
                .checkRequires(dependencies(plugin).stream().map(PluginPackage::modules).toList());
    }

    private void checkSystemVersion(PluginPackage plugin) throws PluginProblem {
        String range = plugin.descriptor().getRequires().strip();
        // As in PF4J, a bare version stands for that one and all later ones.
        String least = range.matches("\\d+\\.\\d+\\.\\d+") ? ">=" + range : range;
        if (!satisfies(plugin, "Plugin-Requires", systemVersion, least)) {
            throw new PluginProblem(
                    name(plugin) + " requires Peerloom " + range + ", this is " + systemVersion);
        }
    }

    private void checkDependency(PluginPackage plugin, PluginDependency dependency)
            throws PluginProblem {
        PluginPackage other = plugins.get(dependency.getPluginId());
        if (other == null) {
            if (!dependency.isOptional()) {
                throw new PluginProblem(
                        name(plugin)
                                + " depends on the plugin "
                                + Text.oneLine(dependency.getPluginId())
                                + ", which is not there");
            }
            return;
        }
        String range = dependency.getPluginVersionSupport().strip();
        if (!satisfies(plugin, "Plugin-Dependencies", other.version(), range)) {
            throw new PluginProblem(
                    name(plugin)
                            + " depends on the plugin "
                            + other.id()
                            + " in version "
                            + range
                            + ", there is "
                            + other.version());
        }
    }

    private boolean satisfies(PluginPackage plugin, String key, String version, String range)
            throws PluginProblem {
        try {
            return versions.checkVersionConstraint(version, range);
        } catch (RuntimeException e) { // the parser's own kinds, which PF4J does not name
            throw new PluginProblem(
                    name(plugin)
                            + " has a "
                            + key
                            + " that is not a range of versions: "
                            + Text.oneLine(range),
                    e);
        }
    }

    /** The ids of a circle that a plugin is part of, empty if it is part of none. */
    private List<String> cycle(PluginPackage plugin, List<String> path, Set<String> seen) {
        if (!path.isEmpty() && path.getFirst().equals(plugin.id())) {
            List<String> circle = new ArrayList<>(path);
            // Whichever of its plugins is asked, it is the same circle.
            Collections.rotate(circle, -circle.indexOf(Collections.min(circle)));
            circle.add(circle.getFirst());
            return circle;
        }
        if (!seen.add(plugin.id())) {
            return List.of();
        }
        path.add(plugin.id());
        for (PluginPackage dependency : dependencies(plugin)) {
            List<String> circle = cycle(dependency, path, seen);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        path.removeLast();
        return List.of();
    }

    private void checkOffer(PluginPackage plugin) throws PluginProblem {
        if (plugin.modules().offersAnything()
                || plugins.values().stream().anyMatch(p -> dependencies(p).contains(plugin))) {
            return;
        }
        throw new PluginProblem(
                plugin.modules()
                        .withUselessServices()
                        .map(
                                jar ->
                                        jar.name()
                                                + " offers nothing: META-INF/services does not"
                                                + " count in a jar with a module-info, which must"
                                                + " say: provides dev.peerloom.api.Protocol with …")
                        .orElse(
                                name(plugin)
                                        + " offers nothing: it provides neither a"
                                        + " dev.peerloom.api.Protocol nor a"
                                        + " dev.peerloom.api.NodeService"));
    }

    private static String name(PluginPackage plugin) {
        return "the plugin " + plugin.id() + " (" + plugin.file() + ")";
    }
}
