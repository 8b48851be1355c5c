package dev.peerloom.core.plugin;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plugin's modules, defined in a layer of their own upon that of the API and those of its
 * dependencies. Immutable.
 *
 * @param modules what they were made of
 * @param loader the class loader of all of them
 * @param layer the named ones
 */
record PluginLayer(PluginModules modules, PluginModuleLoader loader, ModuleLayer layer) {
    /** Defines the layer and tells the loader what it may reach. */
    static PluginLayer define(
            PluginPackage plugin, PluginModuleLoader loader, List<PluginLayer> dependencies)
            throws PluginProblem {
        PluginModules modules = plugin.modules();
        List<ModuleLayer> parents = new ArrayList<>();
        parents.add(HostModules.LAYER);
        dependencies.forEach(d -> parents.add(d.layer));
        try {
            Configuration configuration =
                    Configuration.resolve(
                            new Finder(trimmed(modules, dependencies)),
                            parents.stream().map(ModuleLayer::configuration).toList(),
                            ModuleFinder.of(),
                            modules.names());
            ModuleLayer.Controller controller =
                    ModuleLayer.defineModules(configuration, parents, name -> loader);
            PluginLayer made = new PluginLayer(modules, loader, controller.layer());
            made.addReads(controller, dependencies);
            loader.bind(modules.packages(), made.otherPackages(plugin, dependencies));
            return made;
        } catch (FindException | ResolutionException | LayerInstantiationException e) {
            throw new PluginProblem("its modules do not fit together: " + Text.message(e), e);
        }
    }

    private static Map<String, ModuleReference> trimmed(
            PluginModules modules, List<PluginLayer> dependencies) {
        Set<String> dropped = new HashSet<>(modules.plainNames());
        dependencies.forEach(d -> dropped.addAll(d.modules.plainNames()));
        dropped.removeAll(modules.names());
        return modules.references().stream()
                .collect(
                        Collectors.toMap(
                                r -> r.descriptor().name(), r -> TrimmedModule.of(r, dropped)));
    }

    /** Lets modules read what they require and what is no module. */
    private void addReads(ModuleLayer.Controller controller, List<PluginLayer> dependencies) {
        for (ModuleReference reference : modules.references()) {
            Set<String> required =
                    reference.descriptor().requires().stream()
                            .map(ModuleDescriptor.Requires::name)
                            .collect(Collectors.toSet());
            Module module = layer.findModule(reference.descriptor().name()).orElseThrow();
            if (required.contains(HostModules.API_NAME)) {
                controller.addReads(module, HostModules.API);
            }
            List<PluginLayer> all = new ArrayList<>(dependencies);
            all.add(this);
            for (PluginLayer other : all) {
                if (other.modules.plainNames().stream().anyMatch(required::contains)) {
                    controller.addReads(module, other.loader.getUnnamedModule());
                }
            }
        }
    }

    /** Where the packages lie that this plugin sees in others. */
    private Map<String, ClassLoader> otherPackages(
            PluginPackage plugin, List<PluginLayer> dependencies) {
        Map<String, ClassLoader> packages = new HashMap<>();
        Set<Module> readers = new LinkedHashSet<>(layer.modules());
        if (!modules.plainNames().isEmpty()) {
            readers.add(loader.getUnnamedModule());
        }
        for (PluginLayer dependency : dependencies) {
            if (readers.stream().anyMatch(m -> m.canRead(dependency.loader.getUnnamedModule()))) {
                dependency
                        .modules
                        .plainPackages()
                        .forEach(p -> packages.putIfAbsent(p, dependency.loader));
            }
        }
        for (ModuleLayer other : layersBelow(layer, new LinkedHashSet<>())) {
            for (Module read : other.modules()) {
                for (Module reader : readers) {
                    if (reader.canRead(read)) {
                        addExports(read, reader, packages);
                    }
                }
            }
        }
        if (plugin.classic()) {
            packages.put("org.pf4j", HostModules.PF4J);
        }
        return packages;
    }

    private static void addExports(Module from, Module to, Map<String, ClassLoader> packages) {
        from.getPackages().stream()
                .filter(p -> from.isExported(p, to))
                .forEach(p -> packages.putIfAbsent(p, from.getClassLoader()));
    }

    /** The layers of other plugins that a layer lies upon. */
    private static Set<ModuleLayer> layersBelow(ModuleLayer layer, Set<ModuleLayer> found) {
        for (ModuleLayer parent : layer.parents()) {
            if (parent.modules().stream()
                            .anyMatch(m -> m.getClassLoader() instanceof PluginModuleLoader)
                    && found.add(parent)) {
                layersBelow(parent, found);
            }
        }
        return found;
    }

    private record Finder(Map<String, ModuleReference> modules) implements ModuleFinder {
        @Override
        public Optional<ModuleReference> find(String name) {
            return Optional.ofNullable(modules.get(name));
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.copyOf(modules.values());
        }
    }
}
