package dev.peerloom.core.plugin;

import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultExtensionFinder;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.JarPluginRepository;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.VersionManager;

import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * PF4J's book-keeping over the plugins that run: descriptors, states, class loaders. They were
 * read, checked and ordered before. Not thread-safe, as PF4J is not: owned by the plugin host's
 * thread.
 *
 * <p>Plugins are stopped one by one, and started side by side where none needs another. PF4J's
 * {@code startPlugins} and {@code stopPlugins} swallow what goes wrong, and the latter changes the
 * list that it walks along.
 */
final class Pf4jManager extends AbstractPluginManager {
    private final Map<Path, PluginPackage> packages = new HashMap<>();
    private final PluginEnvironment environment;
    private final PluginDeadlines deadlines;
    private final BiConsumer<PluginPackage, ClassLoader> unloaded;

    Pf4jManager(
            Path directory,
            String systemVersion,
            PluginEnvironment environment,
            PluginDeadlines deadlines,
            BiConsumer<PluginPackage, ClassLoader> unloaded) {
        super(directory);
        this.unloaded = unloaded;
        this.environment = environment;
        this.deadlines = deadlines;
        setSystemVersion(systemVersion);
    }

    /** A plugin that is started, empty if it is not. */
    Optional<HostedPlugin> started(String id) {
        PluginWrapper wrapper = getPlugin(id);
        return wrapper != null && wrapper.getPluginState().isStarted()
                ? Optional.of((HostedPlugin) wrapper.getPlugin())
                : Optional.empty();
    }

    /**
     * Takes a plugin in, whose dependencies are started, and begins to start it. One that fails is
     * let go again, its class loader closed.
     */
    void begin(PluginPackage plugin) {
        packages.put(plugin.file(), plugin);
        orUnload(
                plugin,
                () -> {
                    loadPluginFromPath(plugin.file());
                    resolvePlugins();
                    ((HostedPlugin) getPlugin(plugin.id()).getPlugin()).begin();
                });
    }

    /** Waits for a plugin that was begun to be started. One that fails is let go again. */
    HostedPlugin finish(PluginPackage plugin) {
        orUnload(plugin, () -> startPlugin(plugin.id()));
        return (HostedPlugin) getPlugin(plugin.id()).getPlugin();
    }

    private void orUnload(PluginPackage plugin, Runnable step) {
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            if (!done) {
                unload(plugin);
            }
        }
    }

    /** Starts one plugin, which was begun. */
    @Override
    public PluginState startPlugin(String id) {
        PluginWrapper wrapper = getPlugin(id);
        wrapper.getPlugin().start();
        wrapper.setPluginState(PluginState.STARTED);
        startedPlugins.add(wrapper);
        return wrapper.getPluginState();
    }

    /** Stops one plugin, which no started one depends on. */
    @Override
    protected PluginState stopPlugin(String id, boolean stopDependents) {
        PluginWrapper wrapper = getPlugin(id);
        if (wrapper.getPluginState().isStarted()) {
            startedPlugins.remove(wrapper);
            wrapper.setPluginState(PluginState.STOPPED);
            wrapper.getPlugin().stop();
        }
        return wrapper.getPluginState();
    }

    /** Stops one plugin if it is started, and closes its class loader; tells who was unloaded. */
    void unload(PluginPackage plugin) {
        ClassLoader loader = getPluginClassLoaders().get(plugin.id());
        try {
            unloadPlugin(plugin.id(), false, false);
        } finally {
            packages.values().removeIf(p -> p.id().equals(plugin.id()));
            if (loader != null) {
                unloaded.accept(plugin, loader);
            }
        }
    }

    /** A class loader for a plugin, which reads the copies of its jars. */
    PluginModuleLoader newLoader(PluginPackage plugin) {
        PluginModuleLoader loader = new PluginModuleLoader(this, plugin.descriptor());
        try {
            for (JarContents jar : plugin.modules().jars()) {
                loader.add(jar);
            }
        } catch (MalformedURLException e) {
            throw new PluginRuntimeException(e);
        }
        return loader;
    }

    private PluginPackage packageAt(Path file) {
        PluginPackage found = packages.get(file);
        if (found == null) {
            throw new PluginRuntimeException("{} was not read", file);
        }
        return found;
    }

    private HostedPlugin plugin(PluginWrapper wrapper) {
        List<HostedPlugin> dependencies = new ArrayList<>();
        PluginPackage plugin = packageAt(wrapper.getPluginPath());
        for (String dependency : plugin.dependencies()) {
            started(dependency).ifPresent(dependencies::add);
        }
        return new HostedPlugin(
                plugin,
                (PluginModuleLoader) wrapper.getPluginClassLoader(),
                environment,
                dependencies,
                deadlines);
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path file) {
                return packages.containsKey(file);
            }

            @Override
            public PluginDescriptor find(Path file) {
                return packageAt(file).descriptor();
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path file) {
                return packages.containsKey(file);
            }

            @Override
            public ClassLoader loadPlugin(Path file, PluginDescriptor descriptor) {
                return newLoader(packageAt(file));
            }
        };
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return this::plugin;
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new JarPluginRepository(getPluginsRoots());
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new DefaultExtensionFinder(this);
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    /** Nothing is disabled: a plugin that should not run is not put into the directory. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {
                throw new UnsupportedOperationException("plugins are removed, not disabled");
            }

            @Override
            public void enablePlugin(String id) {}
        };
    }
}
