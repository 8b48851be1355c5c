package dev.peerloom.core.plugin;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.PluginTrust;

import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultVersionManager;
import org.pf4j.Plugin;
import org.pf4j.PluginDependency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The plugins of a node. One thread owns them and does everything; any thread may call, and waits
 * for it. Only {@link #status()} answers at once.
 */
public final class PluginHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final Path directory;
    private final String systemVersion;
    private final PluginEnvironment environment;
    private final PluginTrust trust;
    private final RunCopies copies;
    private final Pf4jManager manager;
    private final Owner owner = new Owner("plugin host");

    /** Dependencies first; those that are not loaded any more are not in it. */
    private final List<PluginPackage> plugins = new ArrayList<>();

    /** In the order they were started in; read by any thread. */
    private final List<PluginStatus> statuses = new CopyOnWriteArrayList<>();

    /**
     * Makes a host without plugins.
     *
     * @param directory where plugin jars and folders lie
     * @param runDirectory where the copies lie that classes are loaded from; it belongs to this
     *     host alone
     * @param systemVersion what {@code Plugin-Requires} is compared with
     * @param environment what the node does for plugins
     * @param trust which plugins may be loaded
     */
    public PluginHost(
            Path directory,
            Path runDirectory,
            String systemVersion,
            PluginEnvironment environment,
            PluginTrust trust) {
        this(directory, runDirectory, systemVersion, environment, trust, PluginDeadlines.DEFAULT);
    }

    /** Makes a host without plugins that waits for their code as long as it is told. */
    public PluginHost(
            Path directory,
            Path runDirectory,
            String systemVersion,
            PluginEnvironment environment,
            PluginTrust trust,
            PluginDeadlines deadlines) {
        this.directory = directory;
        this.trust = trust;
        this.systemVersion = systemVersion;
        this.environment = environment;
        this.copies = new RunCopies(runDirectory);
        this.manager = new Pf4jManager(directory, systemVersion, environment, deadlines);
    }

    /**
     * Finds the plugins and checks that they can be used together. None of their code runs.
     *
     * @throws ConfigurationException if one is broken or lacks something, or if there are settings
     *     for a plugin that is not there; then nothing is loaded
     */
    public void load() throws ConfigurationException {
        owner.run(
                () -> {
                    try {
                        // A cached jar would stay open after its plugin is gone.
                        URLConnection.setDefaultUseCaches("jar", false);
                        copies.prepare();
                        addAll();
                        checkSettings();
                    } catch (PluginProblem | IOException e) {
                        unloadAll();
                        throw new ConfigurationException(
                                e instanceof PluginProblem
                                        ? Text.message(e)
                                        : "cannot copy the plugins: " + Text.describe(e),
                                e);
                    }
                });
    }

    private void addAll() throws PluginProblem {
        PluginReader reader = new PluginReader(new DefaultVersionManager(), copies, trust);
        List<PluginPackage> found = new ArrayList<>();
        Refusals refused = new Refusals();
        for (Path file : PluginReader.find(directory)) {
            try {
                found.add(reader.read(file));
            } catch (RefusedException e) {
                refused.add(e, file);
            }
        }
        Resolution resolution = new Resolution(new DefaultVersionManager(), systemVersion);
        resolution.resolve(refused.withoutDependents(found));
        for (String problem : resolution.problems().values()) {
            throw new PluginProblem(problem);
        }
        List<PluginPackage> order = resolution.order();
        manager.add(order);
        for (PluginPackage plugin : order) {
            warnOfPluginClass(plugin);
            plugins.add(plugin);
            statuses.add(plugin.status(PluginStatus.State.RESOLVED, Optional.empty(), Map.of()));
        }
        for (PluginStatus status : refused.statuses()) {
            statuses.add(status);
            LOG.warn(
                    "plugin {} ({}) is not loaded: {}",
                    status.id(),
                    status.file(),
                    status.problem().orElse(""));
        }
    }

    /** Part of PF4J's own form of plugins, not of ours: its protocols work, its methods do not. */
    private static void warnOfPluginClass(PluginPackage plugin) {
        String name = plugin.descriptor().getPluginClass();
        if (!name.equals(Plugin.class.getName())) {
            LOG.warn(
                    "plugin {}: its Plugin-Class {} is not used; a dev.peerloom.api.NodeService"
                            + " has start() and stop()",
                    plugin.id(),
                    Text.oneLine(name));
        }
    }

    private void checkSettings() throws PluginProblem {
        // Those too that are not trusted: their settings are no mistake.
        Set<String> ids = statuses.stream().map(PluginStatus::id).collect(Collectors.toSet());
        for (String configured : new TreeSet<>(environment.configuredPlugins())) {
            if (!ids.contains(configured)) {
                throw new PluginProblem(
                        "there are settings for the plugin "
                                + Text.oneLine(configured)
                                + ", which is not in "
                                + directory
                                + "; "
                                + Text.known("plugins", configured, ids));
            }
        }
    }

    /**
     * Starts the plugins, dependencies first. One that fails by its own fault is marked so, those
     * that depend on it too, and the others go on.
     *
     * @throws ConfigurationException if a plugin refuses a setting, or does not know one; then all
     *     plugins are stopped again
     */
    public void start() throws ConfigurationException {
        owner.run(
                () -> {
                    for (PluginPackage plugin : plugins) {
                        try {
                            start(plugin);
                        } catch (ConfigurationException e) {
                            unloadAll();
                            throw e;
                        }
                    }
                });
    }

    private void start(PluginPackage plugin) throws ConfigurationException {
        for (PluginDependency dependency : plugin.descriptor().getDependencies()) {
            String id = dependency.getPluginId();
            if (!dependency.isOptional() && manager.started(id).isEmpty()) {
                fail(plugin, "it depends on the plugin " + id + ", which failed", null);
                return;
            }
        }
        try {
            manager.startPlugin(plugin.id());
        } catch (StartException e) {
            if (e.isConfiguration()) {
                throw new ConfigurationException(Text.message(e), e);
            }
            fail(plugin, Text.message(e), e);
            return;
        }
        PluginStatus ready =
                plugin.status(
                        PluginStatus.State.READY,
                        Optional.empty(),
                        manager.started(plugin.id()).map(HostedPlugin::protocols).orElse(Map.of()));
        replace(ready);
        LOG.info("plugin {} {} is ready: {}", ready.id(), ready.version(), ready.protocols());
    }

    private void fail(PluginPackage plugin, String problem, @Nullable Throwable thrown) {
        replace(plugin.status(PluginStatus.State.FAILED, Optional.of(problem), Map.of()));
        LOG.warn("plugin {} {} failed: {}", plugin.id(), plugin.version(), problem);
        LOG.debug("plugin {} failed", plugin.id(), thrown);
    }

    private void replace(PluginStatus status) {
        statuses.replaceAll(s -> s.id().equals(status.id()) ? status : s);
    }

    /** The plugins, in the order they were started in; those that failed last. */
    public List<PluginStatus> status() {
        List<PluginStatus> all = List.copyOf(statuses);
        Stream<PluginStatus> good =
                all.stream().filter(s -> s.state() != PluginStatus.State.FAILED);
        Stream<PluginStatus> bad = all.stream().filter(s -> s.state() == PluginStatus.State.FAILED);
        return Stream.concat(good, bad).toList();
    }

    /**
     * Stops the plugins, dependents first, each one's links closed in order before, and deletes the
     * copies. Returns when all that is done; once is enough.
     */
    @Override
    public void close() {
        owner.close(this::unloadAll);
    }

    private void unloadAll() {
        for (PluginPackage plugin : List.copyOf(plugins).reversed()) {
            unload(plugin);
        }
        statuses.clear();
        copies.releaseAll();
    }

    private void unload(PluginPackage plugin) {
        try {
            manager.unload(plugin.id());
        } catch (RuntimeException e) {
            LOG.warn("plugin {} was not unloaded properly: {}", plugin.id(), Text.describe(e));
        }
        plugins.remove(plugin);
        statuses.removeIf(s -> s.id().equals(plugin.id()));
        plugin.jars().forEach(jar -> copies.release(jar.path()));
    }
}
