package dev.peerloom.core.plugin;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads new plugins beside those that run, as far as that goes without running any of their code:
 * the modules are defined, the classes of the providers loaded. So a new version that cannot work
 * is found out while the old one runs. What is made here is thrown away: at most one instance of a
 * plugin is ever started. Owned by the plugin host's thread; used once.
 */
final class Rehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final Pf4jManager manager;
    private final Set<String> affected;
    private final Map<String, PluginLayer> layers = new HashMap<>();
    private final List<PluginModuleLoader> loaders = new ArrayList<>();

    /**
     * Makes a rehearsal.
     *
     * @param affected the ids of plugins that will not run as they do now
     */
    Rehearsal(Pf4jManager manager, Set<String> affected) {
        this.manager = manager;
        this.affected = affected;
    }

    /** Tries a plugin; those that it depends on were tried before, or run on. */
    void check(PluginPackage plugin) throws PluginProblem {
        PluginModuleLoader loader = manager.newLoader(plugin);
        loaders.add(loader);
        List<PluginLayer> dependencies = new ArrayList<>();
        for (String id : plugin.dependencies()) {
            PluginLayer tried = layers.get(id);
            if (tried != null) {
                dependencies.add(tried);
            } else if (!affected.contains(id)) {
                manager.started(id).map(HostedPlugin::layer).ifPresent(dependencies::add);
            }
        }
        PluginLayer layer = PluginLayer.define(plugin, loader, dependencies);
        Providers.check(plugin, loader);
        layers.put(plugin.id(), layer);
    }

    @Override
    public void close() {
        for (PluginModuleLoader loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                LOG.warn("cannot close the jars of a plugin: {}", Text.describe(e));
            }
        }
    }
}
