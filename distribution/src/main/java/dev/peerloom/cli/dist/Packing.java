package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.nio.file.Path;

/** How a distribution becomes one file or folder. Used by one thread, in the order of methods. */
interface Packing {
    /** The folder to put together what an archive has. */
    Path root();

    /** Puts what belongs elsewhere there, once all but the list of contents is in the folder. */
    default void spread() throws IOException {}

    /**
     * Packs it.
     *
     * @return the file or folder to give away
     */
    Path pack(Tools tools) throws ConfigurationException, IOException, InterruptedException;
}
