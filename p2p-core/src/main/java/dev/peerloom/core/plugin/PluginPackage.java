package dev.peerloom.core.plugin;

import dev.peerloom.api.Capability;
import dev.peerloom.core.PluginStatus;

import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;

import java.io.IOException;
import java.nio.file.Files;
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

    /** The ids of the plugins that it may use. */
    List<String> dependencies() {
        return descriptor.getDependencies().stream().map(PluginDependency::getPluginId).toList();
    }

    /** Those of them that it cannot be without. */
    List<String> required() {
        return descriptor.getDependencies().stream()
                .filter(d -> !d.isOptional())
                .map(PluginDependency::getPluginId)
                .toList();
    }

    /** Whether both are made of the same bytes. */
    boolean sameBytes(PluginPackage other) throws IOException {
        if (jars.size() != other.jars.size()) {
            return false;
        }
        for (int i = 0; i < jars.size(); i++) {
            JarContents one = jars.get(i);
            JarContents two = other.jars.get(i);
            if (!one.fileName().equals(two.fileName())
                    || Files.mismatch(one.path(), two.path()) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Each reading of a file is one of its own: it has copies to give back. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** The jars that its classes come from. */
    List<Path> copies() {
        return jars.stream().map(JarContents::path).toList();
    }

    /** The same plugin, known by another file. */
    PluginPackage withFile(Path other) {
        return new PluginPackage(other, descriptor, jars, modules);
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
