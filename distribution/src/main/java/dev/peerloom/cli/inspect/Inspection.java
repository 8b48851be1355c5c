package dev.peerloom.cli.inspect;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginKey;
import dev.peerloom.core.Plugins;

import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What there is to show of a plugin, as a tree of maps, lists, texts and numbers. */
public final class Inspection {
    /** Class files count from here: Java 1.1 had 45, Java 25 has 69. */
    private static final int VERSION_ZERO = 44;

    private Inspection() {}

    /**
     * The facts of a plugin in the order to show them in; absent ones are left out.
     *
     * @param keys the keys to look for in its signature
     */
    public static Map<String, Object> of(PluginFile plugin, Collection<PluginKey> keys)
            throws ConfigurationException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", plugin.id());
        facts.put("version", plugin.version());
        facts.put("file", plugin.path().toString());
        put(facts, "description", plugin, "Plugin-Description");
        put(facts, "provider", plugin, "Plugin-Provider");
        put(facts, "licence", plugin, "Plugin-License");
        put(facts, "peerloom", plugin, "Plugin-Requires");
        put(facts, "dependencies", plugin, "Plugin-Dependencies");
        facts.put("form", plugin.form());
        plugin.main().module().ifPresent(module -> put(facts, module));
        plugin.main().moduleProblem().ifPresent(problem -> facts.put("moduleProblem", problem));
        putUnnamed(facts, plugin.main());
        facts.put("size", plugin.jars().stream().mapToLong(JarFacts::size).sum());
        facts.put("sha256", Plugins.sum(plugin.path()));
        facts.put("signature", signature(plugin, keys));
        facts.put("packages", List.copyOf(plugin.packages()));
        facts.put("classVersions", classVersions(plugin));
        putUnlessEmpty(facts, "natives", plugin.jars().stream().flatMap(Inspection::natives));
        putUnlessEmpty(facts, "bundledApi", plugin.apiClasses().stream());
        if (plugin.folder()) {
            facts.put("jars", plugin.jars().stream().map(JarFacts::name).toList());
        }
        return facts;
    }

    private static Stream<String> natives(JarFacts jar) {
        return jar.natives().stream().map(name -> jar.name() + "!/" + name);
    }

    private static void put(
            Map<String, Object> facts, String name, PluginFile plugin, String attribute) {
        String value = plugin.main().attribute(attribute);
        if (!value.isEmpty()) {
            facts.put(name, value);
        }
    }

    private static void put(Map<String, Object> facts, ModuleDescriptor module) {
        facts.put("module", module.name());
        putUnlessEmpty(
                facts,
                "requires",
                module.requires().stream()
                        .map(r -> modifiers(r.modifiers()) + r.name())
                        .filter(text -> !text.startsWith("mandated "))
                        .sorted());
        putUnlessEmpty(
                facts,
                "exports",
                module.exports().stream().map(e -> e.source() + to(e.targets())).sorted());
        putUnlessEmpty(
                facts,
                "opens",
                module.isOpen()
                        ? Stream.of("all packages")
                        : module.opens().stream().map(o -> o.source() + to(o.targets())).sorted());
        putUnlessEmpty(facts, "uses", module.uses().stream().sorted());
        putUnlessEmpty(
                facts,
                "provides",
                module.provides().stream()
                        .map(p -> p.service() + " with " + String.join(", ", p.providers()))
                        .sorted());
    }

    private static String modifiers(Collection<ModuleDescriptor.Requires.Modifier> modifiers) {
        List<String> words = new ArrayList<>();
        modifiers.stream().sorted().forEach(m -> words.add(m.toString().replace('_', ' ')));
        words.replaceAll(word -> word.toLowerCase(java.util.Locale.ROOT));
        return words.isEmpty() ? "" : String.join(" ", words) + " ";
    }

    private static String to(Collection<String> targets) {
        return targets.isEmpty()
                ? ""
                : " to " + String.join(", ", targets.stream().sorted().toList());
    }

    /** What counts in a jar without a module descriptor. */
    private static void putUnnamed(Map<String, Object> facts, JarFacts jar) {
        if (jar.module().isEmpty()) {
            putUnlessEmpty(
                    facts,
                    "services",
                    jar.services().entrySet().stream()
                            .map(e -> e.getKey() + " with " + String.join(", ", e.getValue())));
            putUnlessEmpty(facts, "extensions", jar.extensions().stream());
        }
    }

    private static void putUnlessEmpty(
            Map<String, Object> facts, String name, Stream<String> values) {
        List<String> list = values.toList();
        if (!list.isEmpty()) {
            facts.put(name, list);
        }
    }

    private static String signature(PluginFile plugin, Collection<PluginKey> keys)
            throws ConfigurationException {
        if (!Files.exists(Plugins.signatureFile(plugin.path()))) {
            return "none";
        }
        Optional<PluginKey> signer = Plugins.signer(plugin.path(), keys);
        if (signer.isPresent()) {
            return "good, for the key " + signer.get();
        }
        return keys.isEmpty()
                ? "there is one; name a key with --plugin-key to check it"
                : "bad: not by one of the keys, or not of this content";
    }

    /** How many classes there are for each version of Java. */
    private static Map<String, Integer> classVersions(PluginFile plugin) {
        Map<Integer, Integer> counts = new TreeMap<>();
        plugin.jars()
                .forEach(j -> j.classes().values().forEach(v -> counts.merge(v, 1, Integer::sum)));
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.forEach((version, count) -> named.put(javaVersion(version), count));
        return named;
    }

    /** The version of Java that a class file version belongs to. */
    public static String javaVersion(int classVersion) {
        return classVersion <= VERSION_ZERO
                ? "none, no class file"
                : "Java " + (classVersion - VERSION_ZERO);
    }
}
