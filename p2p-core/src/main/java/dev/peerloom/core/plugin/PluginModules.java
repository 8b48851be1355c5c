package dev.peerloom.core.plugin;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a plugin's jars are at run time. Those with a module descriptor are named modules. The
 * others lie on a class path of the plugin's own, in its class loader's unnamed module: the JDK's
 * automatic modules would read every module of the node, its Netty among them, and could not bring
 * their own. Modules may require them by the names they would have as automatic modules. Immutable.
 */
final class PluginModules {
    private static final Set<String> EXTENSION_POINTS =
            Set.of(Protocol.class.getName(), NodeService.class.getName());

    private final Map<String, JarContents> named = new LinkedHashMap<>();
    private final List<JarContents> plain = new ArrayList<>();

    private PluginModules(List<JarContents> jars) throws PluginProblem {
        for (JarContents jar : jars) {
            refuseApi(jar);
            if (jar.module().isPresent()) {
                add(jar.module().get().descriptor().name(), jar);
            } else {
                plain.add(jar);
            }
        }
        for (JarContents jar : plain) {
            checkServices(jar);
        }
    }

    static PluginModules of(List<JarContents> jars) throws PluginProblem {
        return new PluginModules(jars);
    }

    private static void refuseApi(JarContents jar) throws PluginProblem {
        Optional<String> bundled =
                jar.packages().stream().filter(HostModules::isApiPackage).findFirst();
        if (bundled.isPresent()) {
            throw new PluginProblem(
                    jar.name()
                            + " contains the package "
                            + bundled.get()
                            + ", which the node provides: build the plugin without it"
                            + " (in Maven, p2p-api has the scope provided)");
        }
    }

    private void add(String name, JarContents jar) throws PluginProblem {
        if (HostModules.JDK_NAMES.contains(name) || name.equals(HostModules.API_NAME)) {
            throw new PluginProblem(
                    jar.name() + " is the module " + name + ", which the node provides");
        }
        JarContents other = named.putIfAbsent(name, jar);
        if (other != null) {
            throw new PluginProblem(
                    jar.name() + " and " + other.name() + " are both the module " + name);
        }
    }

    private void checkServices(JarContents jar) throws PluginProblem {
        for (String service : EXTENSION_POINTS) {
            for (String provider : jar.services().getOrDefault(service, List.of())) {
                if (!isInPlain(provider)) {
                    throw new PluginProblem(
                            jar.name()
                                    + ": META-INF/services/"
                                    + service
                                    + " names "
                                    + Text.oneLine(provider)
                                    + ", which is not in it");
                }
            }
        }
    }

    private boolean isInPlain(String className) throws PluginProblem {
        for (JarContents jar : plain) {
            if (jar.contains(className)) {
                return true;
            }
        }
        return false;
    }

    /** The jars in the order in which classes are looked for. */
    List<JarContents> jars() {
        return Stream.concat(named.values().stream(), plain.stream()).toList();
    }

    /** The named modules' names. */
    Set<String> names() {
        return named.keySet();
    }

    /** The names by which jars without descriptor can be required. */
    Set<String> plainNames() {
        return plain.stream().map(JarContents::automaticName).collect(Collectors.toSet());
    }

    /** The named modules. */
    List<ModuleReference> references() {
        return named.values().stream().flatMap(j -> j.module().stream()).toList();
    }

    /** What classic PF4J jars list in their index. */
    List<String> extensions() {
        return plain.stream().flatMap(j -> j.extensions().stream()).distinct().toList();
    }

    /** Whether the plugin has a protocol or a service for the node. */
    boolean offersAnything() {
        return references().stream()
                        .flatMap(r -> r.descriptor().provides().stream())
                        .anyMatch(p -> EXTENSION_POINTS.contains(p.service()))
                || plain.stream().anyMatch(PluginModules::listsServices)
                || !extensions().isEmpty();
    }

    /** A list of services where it has no effect: beside a module descriptor. */
    Optional<JarContents> withUselessServices() {
        return named.values().stream().filter(PluginModules::listsServices).findFirst();
    }

    private static boolean listsServices(JarContents jar) {
        return EXTENSION_POINTS.stream()
                .anyMatch(s -> !jar.services().getOrDefault(s, List.of()).isEmpty());
    }

    /** The packages whose classes come from the plugin's own jars. */
    Set<String> packages() {
        Set<String> packages = new HashSet<>(plainPackages());
        references().forEach(r -> packages.addAll(r.descriptor().packages()));
        return packages;
    }

    /** The packages of jars without descriptor; as on any class path, the JDK's go before. */
    Set<String> plainPackages() {
        Set<String> packages = new HashSet<>();
        plain.forEach(j -> packages.addAll(j.packages()));
        packages.removeAll(HostModules.jdkPackages());
        return packages;
    }

    /**
     * Checks that every module finds what it requires.
     *
     * @param dependencies the modules of the plugins that this one depends on
     */
    void checkRequires(Collection<PluginModules> dependencies) throws PluginProblem {
        Set<String> visible = HostModules.visibleNames();
        for (PluginModules modules :
                Stream.concat(Stream.of(this), dependencies.stream()).toList()) {
            visible.addAll(modules.names());
            visible.addAll(modules.plainNames());
        }
        for (JarContents jar : named.values()) {
            ModuleDescriptor descriptor = jar.module().orElseThrow().descriptor();
            for (ModuleDescriptor.Requires requires : descriptor.requires()) {
                boolean optional =
                        requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC);
                if (!optional && !visible.contains(requires.name())) {
                    throw unsatisfied(jar, descriptor.name(), requires.name());
                }
            }
        }
    }

    private static PluginProblem unsatisfied(JarContents jar, String module, String required) {
        String reason =
                HostModules.JDK_NAMES.contains(required)
                        ? "which this Java has, but the node was started without it: add"
                                + " --add-modules "
                                + required
                        : "which is neither in the plugin nor in a plugin that it depends on"
                                + " (Plugin-Dependencies), nor dev.peerloom.api, nor in this Java";
        return new PluginProblem(
                jar.name() + ": the module " + module + " requires " + required + ", " + reason);
    }
}
