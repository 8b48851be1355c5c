package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginStatus;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that is not used. Immutable.
 *
 * @param file the jar or the folder
 * @param plugin what was read of it; empty if it is broken
 * @param name the plugin's id, as far as it is known
 * @param release the plugin's version, as far as it is known
 * @param problem one line
 * @param again whether it is tried again with each change of the other plugins, or only when the
 *     file changes
 */
record Refusal(
        Path file,
        Optional<PluginPackage> plugin,
        String name,
        String release,
        String problem,
        boolean again) {
    /** A file that could not be read. */
    static Refusal broken(Path file, String problem) {
        return new Refusal(file, Optional.empty(), "", "", problem, false);
    }

    /** A plugin that is not trusted: what it says of itself is all that is kept. */
    static Refusal untrusted(Path file, String name, String release, String problem) {
        return new Refusal(file, Optional.empty(), name, release, problem, false);
    }

    /** A plugin that does not fit the others, or failed. */
    static Refusal of(PluginPackage plugin, String problem, boolean again) {
        return new Refusal(
                plugin.file(), Optional.of(plugin), plugin.id(), plugin.version(), problem, again);
    }

    String id() {
        return name;
    }

    String version() {
        return release;
    }

    /** A broken one that does not tell its id goes under its file's name. */
    PluginStatus status() {
        return plugin.map(p -> p.status(PluginStatus.State.FAILED, Optional.of(problem), Map.of()))
                .orElseGet(() -> broken());
    }

    private PluginStatus broken() {
        String shown =
                name.isEmpty()
                        ? String.valueOf(file.getFileName()).replaceFirst("(?i)\\.jar$", "")
                        : name;
        return new PluginStatus(
                Text.oneLine(shown),
                Text.oneLine(release),
                "",
                file,
                PluginStatus.State.FAILED,
                Optional.of(problem),
                Map.of(),
                List.of());
    }
}
