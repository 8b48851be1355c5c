package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.JarFacts;
import dev.peerloom.cli.inspect.PluginFile;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The plugin uses the API and the JDK's exported packages, and nothing of their insides. */
final class InternalsCheck implements StaticCheck {
    /** What the node is made of, and plugins do not see. */
    private static final List<String> HOST =
            List.of(
                    "dev.peerloom.core.",
                    "dev.peerloom.cli.",
                    "dev.peerloom.testkit.",
                    "io.netty.",
                    "org.pf4j.");

    private static final List<String> JDK = List.of("sun.", "jdk.internal.");

    private static final Set<String> EXPORTED =
            ModuleFinder.ofSystem().findAll().stream()
                    .flatMap(module -> module.descriptor().exports().stream())
                    .filter(export -> !export.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toUnmodifiableSet());

    @Override
    public String name() {
        return "internals";
    }

    @Override
    public CheckResult check(PluginFile plugin) throws IOException {
        Set<String> own = plugin.packages();
        boolean classic = !plugin.main().extensions().isEmpty();
        List<String> faults = new ArrayList<>();
        List<String> inLibraries = new ArrayList<>();
        for (JarFacts jar : plugin.jars()) {
            List<String> found = jar.equals(plugin.main()) ? faults : inLibraries;
            for (Map.Entry<String, String> use : ClassScan.of(jar).classes().entrySet()) {
                if (isInternal(use.getKey(), own, classic)) {
                    found.add(use.getKey() + " (in " + use.getValue() + ")");
                }
            }
        }
        if (!faults.isEmpty()) {
            return CheckResult.fault(
                    name(),
                    "it uses " + Some.of(faults),
                    "use dev.peerloom.api and the JDK's exported packages; bring libraries along"
                            + " in a folder plugin");
        }
        return inLibraries.isEmpty()
                ? CheckResult.passed(name(), "it uses the API and the JDK, not their insides")
                : CheckResult.warning(
                        name(),
                        "a library that it brings uses " + Some.of(inLibraries),
                        "see that the library works without");
    }

    private static boolean isInternal(String type, Set<String> own, boolean classic) {
        String in = type.substring(0, Math.max(0, type.lastIndexOf('.')));
        if (own.contains(in) || (classic && type.startsWith("org.pf4j."))) {
            return false;
        }
        return HOST.stream().anyMatch(type::startsWith)
                || (JDK.stream().anyMatch(type::startsWith) && !EXPORTED.contains(in));
    }
}
