package dev.peerloom.cli.dev;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A plugin that is being written. Its classes are packed and loaded as a plugin like any other, and
 * again whenever they have changed and no file changes any more. What cannot be loaded leaves the
 * plugin that runs as it is. Used by one thread at a time: the one that starts it, then its own.
 */
public final class DevPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(DevPlugin.class);

    /** Two looks with no change between them: the compiler has finished. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final DevProject project;
    private final DevPackage pack;
    private String id;
    private Snapshot seen;
    private Snapshot tried;

    /** What loads a plugin anew. */
    @FunctionalInterface
    public interface Reloader {
        /** Loads the plugin of this id from its file again. */
        void reload(String id) throws PluginException;
    }

    private DevPlugin(DevProject project, DevPackage pack, Snapshot first, String id) {
        this.project = project;
        this.pack = pack;
        this.id = id;
        this.seen = first;
        this.tried = first;
    }

    /**
     * Packs a project's classes.
     *
     * @param project the folder of the project
     * @param folder where to pack them to; nothing else may use it
     * @throws ConfigurationException if that is no project of a plugin, or it is not compiled
     */
    public static DevPlugin prepare(Path project, Path folder) throws ConfigurationException {
        DevProject read = DevProject.of(project);
        DevPackage pack = new DevPackage(folder);
        try {
            Snapshot first = read.snapshot();
            return new DevPlugin(read, pack, first, pack.pack(first));
        } catch (IncompleteException e) {
            throw new ConfigurationException("the dev plugin " + project + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "the dev plugin %s cannot be read: %s".formatted(project, describe(e)), e);
        }
    }

    /** What a node loads it from. */
    public Path folder() {
        return pack.folder();
    }

    /** Watches the project until the thread is interrupted. */
    public void watch(Reloader reloader) throws InterruptedException {
        LOG.info("plugin {} is loaded again whenever {} is compiled", id, project.folder());
        while (true) {
            Thread.sleep(BETWEEN_LOOKS);
            look(reloader);
        }
    }

    /** Looks once, and loads what has changed before the last look and has not changed since. */
    void look(Reloader reloader) {
        Optional<Snapshot> read = read();
        if (read.isEmpty()) {
            return;
        }
        Snapshot now = read.get();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(tried)) {
            return;
        }
        tried = now;
        try {
            String packed = pack.pack(now);
            if (!packed.equals(id)) {
                LOG.warn(
                        "the dev plugin's id has changed from {} to {}: start the node again",
                        id,
                        packed);
                return;
            }
            reloader.reload(id);
            LOG.info("plugin {} was compiled and is loaded again", id);
        } catch (IncompleteException e) {
            LOG.warn("plugin {} {}: what runs goes on", id, e.getMessage());
        } catch (PluginException e) {
            LOG.warn("plugin {} was compiled but not loaded: {}", id, e.getMessage());
        } catch (IOException e) {
            LOG.warn("plugin {} was compiled but cannot be packed: {}", id, describe(e));
        }
    }

    private Optional<Snapshot> read() {
        try {
            return Optional.of(project.snapshot());
        } catch (IOException | java.io.UncheckedIOException e) {
            // A compiler deletes folders while they are listed: the next look shows what is left.
            LOG.debug("{} could not be listed: {}", project.folder(), describe(e));
            return Optional.empty();
        }
    }

    private static String describe(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
