package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginTrust;

import org.pf4j.DefaultVersionManager;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads plugins from copies that it makes of their jars. Thread-safe: it keeps nothing but them.
 */
final class PluginFiles {
    private final RunCopies copies;
    private final PluginReader reader;

    PluginFiles(RunCopies copies, PluginTrust trust) {
        this.copies = copies;
        this.reader = new PluginReader(new DefaultVersionManager(), copies, trust);
    }

    /** Makes the directory of the copies. */
    void prepare() throws IOException {
        copies.prepare();
    }

    /**
     * Copies and reads a plugin; of one that cannot be read nothing is left.
     *
     * @throws RefusedException if it is not trusted
     */
    PluginPackage read(Path file) throws PluginProblem {
        return reader.read(file);
    }
}
