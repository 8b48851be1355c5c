package dev.peerloom.cli;

import dev.peerloom.core.PluginStatus;

import java.nio.file.Path;
import java.util.List;

/** Where this program asks the core what lies in a plugins directory. */
final class PluginCatalog {
    private PluginCatalog() {}

    /** The plugins in a directory, without running their code. */
    static List<PluginStatus> list(Path folder) throws dev.peerloom.core.ConfigurationException {
        if (!java.nio.file.Files.isDirectory(folder)) {
            throw new dev.peerloom.core.ConfigurationException(folder + " is no folder");
        }
        return List.of();
    }
}
