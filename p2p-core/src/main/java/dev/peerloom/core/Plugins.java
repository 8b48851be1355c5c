package dev.peerloom.core;

import dev.peerloom.core.plugin.PluginListing;

import java.nio.file.Path;
import java.util.List;

/** What can be said of plugins without running a node. */
public final class Plugins {
    private Plugins() {}

    /**
     * Reads the plugins in a directory and checks whether they can be used together. None of their
     * code runs, so their protocols are not known: {@link PluginStatus#protocols()} is empty.
     *
     * @param pluginsDirectory where plugin jars and folders lie
     * @return those that can be used, {@link PluginStatus.State#RESOLVED}, in the order they would
     *     be started in; then those that cannot, {@link PluginStatus.State#FAILED}, each with its
     *     problem. A broken one that does not tell its id is listed under its file's name, with an
     *     empty version.
     * @throws ConfigurationException if the directory does not exist or cannot be read
     */
    public static List<PluginStatus> list(Path pluginsDirectory) throws ConfigurationException {
        return PluginListing.list(pluginsDirectory, Node.version());
    }
}
