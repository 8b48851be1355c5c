package dev.peerloom.core.plugin;

import org.pf4j.PluginDependency;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plugins that are not trusted, and those that cannot do without them. Used by one thread, once.
 */
final class Refusals {
    private record Refused(RefusedException why, Path file) {}

    private final List<Refused> refused = new ArrayList<>();
    private final List<Refusal> dependents = new ArrayList<>();
    private final Set<String> admitted = new HashSet<>();

    /** Takes in a plugin that is not trusted. */
    void add(RefusedException why, Path file) {
        refused.add(new Refused(why, file));
    }

    /** Those of the trusted plugins that do not depend on one that is not. */
    List<PluginPackage> withoutDependents(List<PluginPackage> plugins) {
        plugins.forEach(plugin -> admitted.add(plugin.id()));
        Set<String> missing =
                refused.stream()
                        .map(r -> r.why().id())
                        .filter(id -> !admitted.contains(id))
                        .collect(Collectors.toSet());
        List<PluginPackage> left = new ArrayList<>(plugins);
        boolean found = true;
        while (found) {
            found = false;
            for (PluginPackage plugin : List.copyOf(left)) {
                Optional<String> lacks = lacks(plugin, missing);
                if (lacks.isPresent()) {
                    left.remove(plugin);
                    missing.add(plugin.id());
                    String problem =
                            "it depends on the plugin " + lacks.get() + ", which is not loaded";
                    dependents.add(Refusal.of(plugin, problem, true));
                    found = true;
                }
            }
        }
        return left;
    }

    private static Optional<String> lacks(PluginPackage plugin, Set<String> missing) {
        return plugin.descriptor().getDependencies().stream()
                .filter(dependency -> !dependency.isOptional())
                .map(PluginDependency::getPluginId)
                .filter(missing::contains)
                .findFirst();
    }

    /** All of them. */
    List<Refusal> all() {
        List<Refusal> all = new ArrayList<>();
        for (Refused one : refused) {
            RefusedException why = one.why();
            // A name that a trusted plugin has is that one's.
            String id =
                    admitted.contains(why.id())
                            ? String.valueOf(one.file().getFileName())
                            : why.id();
            all.add(Refusal.untrusted(one.file(), id, why.version(), Text.message(why)));
        }
        all.addAll(dependents);
        return all;
    }
}
