package dev.peerloom.core.plugin;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Defines a plugin's modules in a layer of their own, upon that of the API and those of its
 * dependencies. Stateless.
 */
final class PluginLayers {
    private PluginLayers() {}

    /**
     * Defines the layer and tells the loader what it may reach.
     *
     * @param dependencies the layers of the plugins that this one depends on
     */
    static ModuleLayer define(
            PluginPackage plugin, PluginModuleLoader loader, List<ModuleLayer> dependencies)
            throws PluginProblem {
        List<ModuleLayer> parents = new ArrayList<>();
        parents.add(HostModules.layer());
        parents.addAll(dependencies);
        try {
            Configuration configuration =
                    Configuration.resolve(
                            plugin.modules(),
                            parents.stream().map(ModuleLayer::configuration).toList(),
                            ModuleFinder.of(),
                            plugin.modules().names());
            ModuleLayer.Controller controller =
                    ModuleLayer.defineModules(configuration, parents, name -> loader);
            addReads(plugin, controller, dependencies);
            loader.bind(plugin.modules().packages(), otherPackages(plugin, controller.layer()));
            return controller.layer();
        } catch (FindException | ResolutionException | LayerInstantiationException e) {
            throw new PluginProblem("its modules do not fit together: " + Text.message(e), e);
        }
    }

    /** Lets modules without a descriptor of their own read what a class path would show them. */
    private static void addReads(
            PluginPackage plugin,
            ModuleLayer.Controller controller,
            List<ModuleLayer> dependencies) {
        Set<Module> all = controller.layer().modules();
        List<Module> plain =
                all.stream().filter(m -> plugin.modules().isPlain(m.getName())).toList();
        for (Module module : all) {
            if (plain.contains(module)) {
                HostModules.JDK.forEach(m -> controller.addReads(module, m));
                controller.addReads(module, HostModules.API);
                all.forEach(m -> controller.addReads(module, m));
                dependencies.forEach(d -> d.modules().forEach(m -> controller.addReads(module, m)));
                if (plugin.classic()) {
                    controller.addReads(module, HostModules.PF4J);
                }
            } else {
                if (plain.stream().anyMatch(module::canRead)) {
                    plain.forEach(m -> controller.addReads(module, m));
                }
                if (!HostModules.API.isNamed()) {
                    controller.addReads(module, HostModules.API);
                }
            }
        }
    }

    /** Where the packages lie that the plugin's modules read from other plugins. */
    private static Map<String, ClassLoader> otherPackages(PluginPackage plugin, ModuleLayer layer) {
        Map<String, ClassLoader> packages = new HashMap<>(HostModules.toolPackages());
        Set<ModuleLayer> others = new LinkedHashSet<>();
        collectPluginLayers(layer, others);
        for (ModuleLayer other : others) {
            for (Module read : other.modules()) {
                for (Module module : layer.modules()) {
                    if (module.canRead(read)) {
                        read.getPackages().stream()
                                .filter(p -> read.isExported(p, module))
                                .forEach(p -> packages.putIfAbsent(p, read.getClassLoader()));
                    }
                }
            }
        }
        if (plugin.classic()) {
            packages.put("org.pf4j", HostModules.PF4J.getClassLoader());
        }
        return packages;
    }

    private static void collectPluginLayers(ModuleLayer layer, Set<ModuleLayer> found) {
        for (ModuleLayer parent : layer.parents()) {
            if (parent.modules().stream()
                    .anyMatch(m -> m.getClassLoader() instanceof PluginModuleLoader)) {
                found.add(parent);
                collectPluginLayers(parent, found);
            }
        }
    }
}
