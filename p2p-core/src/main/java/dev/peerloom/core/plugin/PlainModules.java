package dev.peerloom.core.plugin;

import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes open modules of a plugin's jars without descriptor: they export everything, may look for
 * any service, and provide what their {@code META-INF/services} list. As on a class path, a package
 * in several jars belongs to the first.
 */
final class PlainModules {
    private static final Set<String> EXTENSION_POINTS =
            Set.of(Protocol.class.getName(), NodeService.class.getName());

    private final List<JarContents> jars;
    private final Map<JarContents, Set<String>> packages = new LinkedHashMap<>();
    private final Map<String, JarContents> owners = new HashMap<>();
    private final Set<String> classes = new HashSet<>();

    /**
     * @param jars the plugin's jars without descriptor
     * @param taken packages of its named modules
     */
    PlainModules(List<JarContents> jars, Set<String> taken) {
        this.jars = jars;
        Set<String> others = new HashSet<>(HostModules.jdkPackages());
        others.addAll(taken);
        for (JarContents jar : jars) {
            classes.addAll(jar.classes());
            Set<String> own = new LinkedHashSet<>();
            for (String name : jar.packages()) {
                if (JavaNames.isLegal(name) && others.add(name)) {
                    own.add(name);
                    owners.put(name, jar);
                }
            }
            packages.put(jar, own);
        }
    }

    /** The modules, in the order of the jars. */
    List<PlainModule> make() throws PluginProblem {
        Map<JarContents, Map<String, Set<String>>> providers = providers();
        List<PlainModule> modules = new ArrayList<>();
        for (JarContents jar : jars) {
            ModuleDescriptor.Builder builder = ModuleDescriptor.newOpenModule(name(jar));
            packages.getOrDefault(jar, Set.of()).forEach(builder::exports);
            uses().forEach(builder::uses);
            providers
                    .getOrDefault(jar, Map.of())
                    .forEach((service, names) -> builder.provides(service, List.copyOf(names)));
            modules.add(new PlainModule(builder.build(), jar.path()));
        }
        return modules;
    }

    private static String name(JarContents jar) throws PluginProblem {
        String declared = jar.manifest().getMainAttributes().getValue("Automatic-Module-Name");
        if (declared == null) {
            return JavaNames.moduleName(jar.fileName());
        }
        if (!JavaNames.isLegal(declared.strip())) {
            throw new PluginProblem(
                    jar.name()
                            + ": Automatic-Module-Name is not a module name: "
                            + Text.oneLine(declared));
        }
        return declared.strip();
    }

    /** Code on a class path may look for any service, and what it looks for cannot be known. */
    private Set<String> uses() {
        Set<String> uses = new HashSet<>(HostModules.jdkServices());
        jars.forEach(jar -> uses.addAll(jar.services().keySet()));
        uses.addAll(classes);
        uses.removeIf(name -> !JavaNames.isLegalClass(name));
        return uses;
    }

    private Map<JarContents, Map<String, Set<String>>> providers() throws PluginProblem {
        Map<JarContents, Map<String, Set<String>>> providers = new HashMap<>();
        for (JarContents jar : jars) {
            for (Map.Entry<String, List<String>> listed : jar.services().entrySet()) {
                for (String provider : listed.getValue()) {
                    JarContents owner = owners.get(JarContents.packageOf(provider));
                    if (owner != null && classes.contains(provider)) {
                        providers
                                .computeIfAbsent(owner, o -> new LinkedHashMap<>())
                                .computeIfAbsent(listed.getKey(), s -> new LinkedHashSet<>())
                                .add(provider);
                    } else if (EXTENSION_POINTS.contains(listed.getKey())) {
                        throw missing(jar, listed.getKey(), provider);
                    }
                }
            }
        }
        return providers;
    }

    private PluginProblem missing(JarContents jar, String service, String provider) {
        String reason =
                !classes.contains(provider)
                        ? "which is not in it"
                        : JarContents.packageOf(provider).isEmpty()
                                ? "which is in no package: give it one"
                                : "whose package belongs to the JDK or to another module";
        return new PluginProblem(
                jar.name()
                        + ": META-INF/services/"
                        + service
                        + " names "
                        + Text.oneLine(provider)
                        + ", "
                        + reason);
    }
}
