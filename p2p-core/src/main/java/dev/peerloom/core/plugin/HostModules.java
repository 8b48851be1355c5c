package dev.peerloom.core.plugin;

import dev.peerloom.api.Protocol;

import org.pf4j.ExtensionPoint;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the running program has for plugins: the API and the JDK. The rest of the program, its Netty
 * and PF4J among it, lies in the same boot layer, so nothing may be found there by searching.
 */
final class HostModules {
    /** The module that plugins are written against; unnamed if the program is on the class path. */
    static final Module API = Protocol.class.getModule();

    static final String API_NAME = "dev.peerloom.api";

    /** Where annotations and extension points of classic PF4J plugins come from. */
    static final ClassLoader PF4J = ExtensionPoint.class.getClassLoader();

    /** The names of the JDK's modules, of those too that this program was started without. */
    static final Set<String> JDK_NAMES =
            ModuleFinder.ofSystem().findAll().stream()
                    .map(r -> r.descriptor().name())
                    .collect(Collectors.toUnmodifiableSet());

    /** The JDK's modules in this program. */
    static final List<Module> JDK =
            ModuleLayer.boot().modules().stream()
                    .filter(m -> JDK_NAMES.contains(m.getName()))
                    .toList();

    /** The class loader for each package of the JDK. */
    static final Map<String, ClassLoader> JDK_LOADERS = findJdkLoaders();

    /** The layer that plugins' layers lie upon. */
    static final ModuleLayer LAYER = API.getLayer() == null ? ApiStandIn.layer() : API.getLayer();

    private HostModules() {}

    /** The names that a plugin's descriptor may require. */
    static Set<String> visibleNames() {
        Set<String> names =
                JDK.stream().map(Module::getName).collect(Collectors.toCollection(HashSet::new));
        names.add(API_NAME);
        return names;
    }

    /** Whether a package belongs to the API. */
    static boolean isApiPackage(String name) {
        return name.equals(API_NAME) || name.startsWith(API_NAME + ".");
    }

    /** The packages that the JDK exports: a jar without descriptor cannot replace them. */
    static Set<String> jdkPackages() {
        Set<String> packages = new HashSet<>();
        JDK.forEach(m -> packages.addAll(exported(m.getDescriptor())));
        return packages;
    }

    /**
     * Where the packages of the JDK's modules are. Plugins' loaders need this list, as the platform
     * class loader also finds packages of named modules in the application's: the node's own.
     */
    private static Map<String, ClassLoader> findJdkLoaders() {
        Map<String, ClassLoader> loaders = new HashMap<>();
        for (Module module : JDK) {
            ClassLoader loader = module.getClassLoader();
            for (String name : module.getPackages()) {
                loaders.put(name, loader == null ? ClassLoader.getPlatformClassLoader() : loader);
            }
        }
        return Map.copyOf(loaders);
    }

    /** The packages that a module exports to all. */
    static Set<String> exported(ModuleDescriptor descriptor) {
        return descriptor.exports().stream()
                .filter(e -> !e.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }
}
