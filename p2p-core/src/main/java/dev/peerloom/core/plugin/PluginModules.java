package dev.peerloom.core.plugin;

import static java.util.Objects.requireNonNull;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The modules that a plugin's jars are: those with a descriptor as they are, a made one for each of
 * the others. Immutable.
 */
final class PluginModules implements ModuleFinder {
    private static final Set<String> EXTENSION_POINTS =
            Set.of(Protocol.class.getName(), NodeService.class.getName());

    private final Map<String, ModuleReference> named = new LinkedHashMap<>();
    private final Map<String, ModuleReference> plain = new LinkedHashMap<>();
    private final Map<String, JarContents> jars = new HashMap<>();
    private final List<String> extensions;

    private PluginModules(List<JarContents> contents) throws PluginProblem {
        Set<String> taken = new HashSet<>();
        for (JarContents jar : contents) {
            refuseApi(jar);
            if (jar.module().isPresent()) {
                add(named, jar.module().get(), jar);
                taken.addAll(jar.module().get().descriptor().packages());
            }
        }
        List<JarContents> others = contents.stream().filter(j -> j.module().isEmpty()).toList();
        List<PlainModule> made = new PlainModules(others, taken).make();
        for (int i = 0; i < made.size(); i++) {
            add(plain, made.get(i), others.get(i));
        }
        extensions = others.stream().flatMap(j -> j.extensions().stream()).distinct().toList();
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

    private void add(
            Map<String, ModuleReference> modules, ModuleReference reference, JarContents jar)
            throws PluginProblem {
        String name = reference.descriptor().name();
        if (HostModules.JDK_NAMES.contains(name) || name.equals(HostModules.API_NAME)) {
            throw new PluginProblem(
                    jar.name() + " is the module " + name + ", which the node provides");
        }
        JarContents other = jars.putIfAbsent(name, jar);
        if (other != null) {
            throw new PluginProblem(
                    jar.name() + " and " + other.name() + " are both the module " + name);
        }
        modules.put(name, HostModules.API.isNamed() ? reference : new UnnamedApi(reference));
    }

    /** The names of all modules. */
    Set<String> names() {
        return jars.keySet();
    }

    /** Where each module's jar lies; a class in two jars comes from the first. */
    Map<String, Path> locations() {
        Map<String, Path> locations = new LinkedHashMap<>();
        Stream.of(named, plain)
                .flatMap(modules -> modules.keySet().stream())
                .forEach(name -> locations.put(name, requireNonNull(jars.get(name)).path()));
        return locations;
    }

    /** Whether a module has no descriptor of its own. */
    boolean isPlain(String name) {
        return plain.containsKey(name);
    }

    /** What classic PF4J jars list in their index. */
    List<String> extensions() {
        return extensions;
    }

    /** How many classes the plugin's modules provide for a service. */
    int providers(Class<?> service) {
        return descriptors().stream()
                .flatMap(d -> d.provides().stream())
                .filter(p -> p.service().equals(service.getName()))
                .mapToInt(p -> p.providers().size())
                .sum();
    }

    /** Whether the plugin has a protocol or a service for the node. */
    boolean offersAnything() {
        return !extensions.isEmpty()
                || descriptors().stream()
                        .flatMap(d -> d.provides().stream())
                        .anyMatch(p -> EXTENSION_POINTS.contains(p.service()));
    }

    /** Whether a list of services stands where it has no effect: beside a module descriptor. */
    Optional<JarContents> withUselessServices() {
        return named.keySet().stream()
                .flatMap(n -> Optional.ofNullable(jars.get(n)).stream())
                .filter(j -> j.services().keySet().stream().anyMatch(EXTENSION_POINTS::contains))
                .findFirst();
    }

    /** The packages of all modules: their classes come from the plugin's own jars. */
    Set<String> packages() {
        return descriptors().stream()
                .flatMap(d -> d.packages().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Checks that every module finds what it requires.
     *
     * @param dependencies the modules of the plugins that this one depends on
     */
    void checkRequires(Collection<PluginModules> dependencies) throws PluginProblem {
        Set<String> visible = HostModules.visibleNames();
        visible.addAll(names());
        dependencies.forEach(d -> visible.addAll(d.names()));
        for (ModuleReference reference : named.values()) {
            for (ModuleDescriptor.Requires requires : reference.descriptor().requires()) {
                if (!visible.contains(requires.name())
                        && !requires.modifiers()
                                .contains(ModuleDescriptor.Requires.Modifier.STATIC)) {
                    throw unsatisfied(reference.descriptor().name(), requires.name());
                }
            }
        }
    }

    private PluginProblem unsatisfied(String module, String required) {
        JarContents jar = jars.get(module);
        String reason =
                HostModules.JDK_NAMES.contains(required)
                        ? "which this Java has, but the node was started without it: add"
                                + " --add-modules "
                                + required
                        : "which is neither in the plugin nor in a plugin that it depends on"
                                + " (Plugin-Dependencies), nor dev.peerloom.api, nor in this Java";
        return new PluginProblem(
                (jar == null ? module : jar.name())
                        + ": the module "
                        + module
                        + " requires "
                        + required
                        + ", "
                        + reason);
    }

    private List<ModuleDescriptor> descriptors() {
        return findAll().stream().map(ModuleReference::descriptor).toList();
    }

    @Override
    public Optional<ModuleReference> find(String name) {
        ModuleReference found = named.get(name);
        return Optional.ofNullable(found == null ? plain.get(name) : found);
    }

    @Override
    public Set<ModuleReference> findAll() {
        List<ModuleReference> all = new ArrayList<>(named.values());
        all.addAll(plain.values());
        return Set.copyOf(all);
    }
}
