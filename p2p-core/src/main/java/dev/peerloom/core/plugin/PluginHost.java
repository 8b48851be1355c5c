package dev.peerloom.core.plugin;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginEvent;
import dev.peerloom.core.PluginEvent.Kind;
import dev.peerloom.core.PluginException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginTrust;
import dev.peerloom.core.UnloadedPlugin;
import dev.peerloom.core.fault.CarrierWatch;
import dev.peerloom.core.fault.FaultBook;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The plugins of a node. One thread owns them and does everything; any thread may call, and waits
 * for it. Only {@link #status()} and {@link #lingering()} answer at once.
 */
public final class PluginHost implements AutoCloseable {
    private final Owner owner = new Owner("plugin host");
    private final InstantSource clock = InstantSource.system();
    private final PluginEvents events = new PluginEvents(clock);
    private final FaultBook faults;
    private final ExitWatch exits;
    private final CarrierWatch carriers;
    private final Lingering lingering = new Lingering();
    private final Optional<PluginFolder> folder;
    private final PluginSet set;
    private final PluginStarter starter;
    private final StartUp startUp;
    private final PluginChanges changes;
    private @Nullable PluginWatch watch;

    /**
     * Makes a host without plugins.
     *
     * @param directory where plugin jars and folders lie; empty if nowhere
     * @param runDirectory where the copies lie that classes are loaded from; it belongs to this
     *     host alone
     * @param systemVersion what {@code Plugin-Requires} is compared with
     * @param environment what the node does for plugins
     * @param trust which plugins may be loaded
     * @param deadlines how long their code is waited for
     */
    public PluginHost(
            Optional<Path> directory,
            Path runDirectory,
            String systemVersion,
            PluginEnvironment environment,
            PluginTrust trust,
            PluginDeadlines deadlines) {
        faults = environment.watch().faults();
        exits = ExitWatch.start(environment.watch().threads());
        carriers = CarrierWatch.start(environment.watch());
        RunCopies copies = new RunCopies(runDirectory);
        set = new PluginSet(copies);
        PluginParts parts =
                new PluginParts(
                        set,
                        new Pf4jManager(
                                directory.orElse(runDirectory),
                                systemVersion,
                                environment,
                                deadlines,
                                this::unloaded),
                        environment,
                        events,
                        faults,
                        systemVersion);
        PluginFiles files = new PluginFiles(copies, trust);
        folder = directory.map(d -> new PluginFolder(d, events));
        starter = new PluginStarter(parts);
        startUp = new StartUp(parts, files, directory, folder);
        changes = new PluginChanges(parts, files, directory);
    }

    private void unloaded(PluginPackage plugin, ClassLoader loader) {
        lingering.add(
                loader,
                new UnloadedPlugin(plugin.id(), plugin.version(), plugin.file(), clock.instant()));
    }

    /**
     * Finds the plugins and checks that they can be used together. None of their code runs.
     *
     * @throws ConfigurationException if one is broken or lacks something, or if there are settings
     *     for a plugin that is not there; then nothing is loaded
     */
    public void load() throws ConfigurationException {
        load(List.of());
    }

    /**
     * Does what {@link #load()} does, with some plugins that lie elsewhere than in the directory.
     */
    public void load(List<Path> elsewhere) throws ConfigurationException {
        beginLoading(elsewhere).await();
    }

    /** Plugins that are being found and checked. */
    @FunctionalInterface
    public interface Loading {
        /**
         * Returns when that is done.
         *
         * @throws ConfigurationException as {@link PluginHost#load()}
         */
        void await() throws ConfigurationException;
    }

    /** Does what {@link #load(List)} does, while the caller goes on with something else. */
    public Loading beginLoading(List<Path> elsewhere) {
        return owner.begin(ConfigurationException.class, () -> startUp.load(elsewhere))::await;
    }

    /**
     * Starts the plugins, dependencies first. One that fails by its own fault is marked so, those
     * that depend on it too, and the others go on.
     *
     * @throws ConfigurationException if a plugin refuses a setting, or does not know one; then all
     *     plugins are stopped again
     */
    public void start() throws ConfigurationException {
        owner.run(ConfigurationException.class, startUp::start);
    }

    /** From now on does what follows from what happens in the plugins directory. */
    public synchronized void watch() {
        if (folder.isPresent() && watch == null) {
            watch = new PluginWatch(Thread::sleep, this::look);
        }
    }

    /**
     * Looks at the plugins directory once, and does what follows. The watch does this again and
     * again; where there is none, one thread may.
     */
    public void look() {
        if (folder.isPresent()) {
            PluginFolder.Found found = folder.get().look();
            if (!found.isEmpty()) {
                List<Path> again = owner.call(RuntimeException.class, () -> changes.follow(found));
                again.forEach(folder.get()::unsettle);
            }
        }
    }

    /** Tells that a peer is connected again because of what a plugin offers. Any thread. */
    public void tellRedialling(String id, String detail) {
        for (PluginStatus plugin : set.statuses()) {
            if (plugin.id().equals(id)) {
                events.tell(Kind.REDIALLING, id, plugin.version(), plugin.file(), detail);
                return;
            }
        }
    }

    /** What {@link dev.peerloom.core.Node#loadPlugin} does. */
    public PluginStatus loadPlugin(Path file) throws PluginException {
        return change(() -> changes.load(file));
    }

    /** What {@link dev.peerloom.core.Node#reloadPlugin} does. */
    public PluginStatus reloadPlugin(String id) throws PluginException {
        return change(() -> changes.reload(id));
    }

    /** What {@link dev.peerloom.core.Node#unloadPlugin} does. */
    public void unloadPlugin(String id) throws PluginException {
        change(
                () -> {
                    changes.unload(id);
                    return id;
                });
    }

    private <T> T change(Callable<T> change) throws PluginException {
        try {
            return owner.call(PluginException.class, change);
        } catch (RejectedExecutionException e) {
            throw new PluginException("the node has stopped", e);
        }
    }

    /** The plugins, in the order they were started in; those that failed last. */
    public List<PluginStatus> status() {
        return set.statuses().stream().map(s -> s.withFaults(faults.of(s.id()))).toList();
    }

    /** Notes that something went wrong with a plugin while it ran. Any thread; returns at once. */
    public void fault(String id, String what) {
        faults.record(id, what, Text.oneLine(what));
    }

    /** Plugins that were unloaded and whose class loaders have not been collected. */
    public List<UnloadedPlugin> lingering() {
        return lingering.list();
    }

    /** Tells a listener of each step, in a thread of its own; returns what takes it away again. */
    public Runnable onEvent(Consumer<? super PluginEvent> listener) {
        return events.add(listener);
    }

    /** Tells of a step that the node does for a plugin. Any thread. */
    public void tell(PluginEvent.Kind kind, String id, String detail) {
        PluginStatus status =
                set.statuses().stream().filter(s -> s.id().equals(id)).findFirst().orElse(null);
        if (status != null) {
            events.tell(kind, id, status.version(), status.file(), detail);
        }
    }

    /**
     * Stops the plugins, dependents first, each one's links closed in order before, and deletes the
     * copies. Returns when all that is done; once is enough.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (watch != null) {
                watch.close();
            }
        }
        try {
            owner.close(starter::stopAll);
        } finally {
            exits.close();
            carriers.close();
        }
        events.close();
    }
}
