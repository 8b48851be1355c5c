package dev.peerloom.core.plugin;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;

import java.nio.file.Path;
import java.util.List;

/** x. */
public final class PluginHost implements AutoCloseable {
    /** x. */
    public PluginHost(Path a, Path b, String v, PluginEnvironment env) {}

    /** x. */
    public void load() throws ConfigurationException {}

    /** x. */
    public void start() throws ConfigurationException {}

    /** x. */
    public List<PluginStatus> status() {
        return List.of();
    }

    @Override
    public void close() {}
}
