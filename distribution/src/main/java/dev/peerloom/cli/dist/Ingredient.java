package dev.peerloom.cli.dist;

import dev.peerloom.cli.inspect.JarFacts;
import dev.peerloom.cli.inspect.PluginFile;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A plugin that goes into a distribution, in the folder that is being put together. Immutable.
 *
 * @param source the path or the coordinates, as they were written
 * @param path the jar or the folder
 * @param id its {@code Plugin-Id}
 * @param version its {@code Plugin-Version}
 * @param sum what an allow-list has of it
 */
record Ingredient(String source, Path path, String id, String version, String sum) {

    /** Copies a plugin, with its signature if it has one, into the plugins folder. */
    static Ingredient take(String source, Path from, Path plugins)
            throws ConfigurationException, IOException {
        PluginFile plugin = PluginFile.read(from);
        Path to = plugins.resolve(String.valueOf(from.toAbsolutePath().normalize().getFileName()));
        if (Files.exists(to)) {
            throw new ConfigurationException(
                    "two of the plugins have the same file name: " + to.getFileName());
        }
        for (JarFacts jar : plugin.jars()) {
            Folders.copyFile(jar.path(), plugin.folder() ? to.resolve(jar.name()) : to);
        }
        Path signature = Plugins.signatureFile(from);
        if (Files.exists(signature)) {
            Folders.copyFile(signature, Plugins.signatureFile(to));
        }
        return new Ingredient(source, to, plugin.id(), plugin.version(), Plugins.sum(to));
    }
}
