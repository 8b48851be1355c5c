package dev.peerloom.core.plugin;

import org.pf4j.DefaultVersionManager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads plugins from copies that it makes of their jars. Owned by the plugin host's thread. */
final class PluginFiles {
    private final RunCopies copies;

    PluginFiles(RunCopies copies) {
        this.copies = copies;
    }

    /** Makes the directory of the copies. */
    void prepare() throws IOException {
        copies.prepare();
    }

    /** Copies and reads a plugin; of one that cannot be read nothing is left. */
    PluginPackage read(Path file) throws PluginProblem {
        List<Path> made = new ArrayList<>();
        boolean read = false;
        try {
            PluginReader reader =
                    new PluginReader(
                            new DefaultVersionManager(),
                            jar -> {
                                Path copy = copies.copy(jar);
                                made.add(copy);
                                return copy;
                            });
            PluginPackage plugin = reader.read(file);
            read = true;
            return plugin;
        } finally {
            if (!read) {
                made.forEach(copies::release);
            }
        }
    }
}
