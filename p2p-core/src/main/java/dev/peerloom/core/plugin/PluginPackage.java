package dev.peerloom.core.plugin;

import dev.peerloom.api.Capability;
import dev.peerloom.core.PluginStatus;

import org.pf4j.PluginDescriptor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin as it lies on disk, read without running any of it.
 *
 * @param file the jar or the folder
 * @param descriptor what the manifest says
 * @param jars the jar, or the folder's jars, the one with the manifest first
 * @param modules the modules that the jars are
 */
record PluginPackage(
        Path file, PluginDescriptor descriptor, List<JarContents> jars, PluginModules modules) {
    String id() {
        return descriptor.getPluginId();
    }

    String version() {
        return descriptor.getVersion();
    }

    /** Whether it is a classic PF4J plugin, whose classes refer to PF4J's annotations. */
    boolean classic() {
        return !modules.extensions().isEmpty();
    }

    PluginStatus status(
            PluginStatus.State state,
            Optional<String> problem,
            Map<Capability, Integer> protocols) {
        return new PluginStatus(
                id(),
                version(),
                Text.oneLine(descriptor.getPluginDescription()),
                file,
                state,
                problem,
                protocols,
                List.of());
    }
}
