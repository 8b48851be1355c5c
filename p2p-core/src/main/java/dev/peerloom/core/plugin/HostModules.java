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
    static final Module PF4J = ExtensionPoint.class.getModule();

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

    private HostModules() {}

    /** The layer that plugins' layers lie upon. */
    static ModuleLayer layer() {
        ModuleLayer layer = API.getLayer();
        return layer == null ? ModuleLayer.boot() : layer;
    }

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

    /** The services that the JDK looks for. */
    static Set<String> jdkServices() {
        Set<String> services = new HashSet<>();
        JDK.forEach(m -> services.addAll(m.getDescriptor().uses()));
        return services;
    }

    /** The packages of the JDK's tools, which the platform class loader does not have. */
    static Map<String, ClassLoader> toolPackages() {
        Map<String, ClassLoader> packages = new HashMap<>();
        ClassLoader application = ClassLoader.getSystemClassLoader();
        for (Module module : JDK) {
            if (application.equals(module.getClassLoader())) {
                exported(module.getDescriptor()).forEach(p -> packages.put(p, application));
            }
        }
        return packages;
    }

    /** The packages that a module exports to all. */
    static Set<String> exported(ModuleDescriptor descriptor) {
        return descriptor.exports().stream()
                .filter(e -> !e.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
    }
}
