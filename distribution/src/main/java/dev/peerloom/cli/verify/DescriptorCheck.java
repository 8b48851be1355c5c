package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.JarFacts;
import dev.peerloom.cli.inspect.PluginFile;

import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The plugin says which of its classes the node is to use, and has them. */
final class DescriptorCheck implements StaticCheck {
    private static final Set<String> EXTENSION_POINTS =
            Set.of("dev.peerloom.api.Protocol", "dev.peerloom.api.NodeService");

    @Override
    public String name() {
        return "module";
    }

    @Override
    public CheckResult check(PluginFile plugin) {
        JarFacts main = plugin.main();
        if (main.moduleProblem().isPresent()) {
            return CheckResult.fault(
                    name(),
                    "the module descriptor is broken: " + main.moduleProblem().get(),
                    "compile module-info.java together with the classes, and pack both");
        }
        List<String> providers = plugin.jars().stream().flatMap(this::providers).toList();
        for (String provider : providers) {
            if (plugin.jars().stream().noneMatch(jar -> jar.classes().containsKey(provider))) {
                return CheckResult.fault(
                        name(),
                        "it names the class " + provider + ", which is not in it",
                        "correct the name, or add the class");
            }
        }
        if (main.module().isPresent() && main.services().keySet().stream().anyMatch(this::isOurs)) {
            String advice = "say it in module-info.java: provides dev.peerloom.api.Protocol with …";
            boolean declared = providersOf(main.module().get()).findAny().isPresent();
            return declared
                    ? CheckResult.warning(
                            name(),
                            "META-INF/services does not count beside a module-info",
                            "leave META-INF/services out")
                    : CheckResult.fault(
                            name(),
                            "it provides nothing: META-INF/services does not count beside a"
                                    + " module-info",
                            advice);
        }
        return providers.isEmpty()
                ? CheckResult.passed(name(), plugin.form() + ", which provides no protocol itself")
                : CheckResult.passed(
                        name(), plugin.form() + ", provides " + String.join(", ", providers));
    }

    private boolean isOurs(String service) {
        return EXTENSION_POINTS.contains(service);
    }

    private Stream<String> providers(JarFacts jar) {
        return jar.module().isPresent()
                ? providersOf(jar.module().get())
                : Stream.concat(
                        EXTENSION_POINTS.stream()
                                .flatMap(s -> jar.services().getOrDefault(s, List.of()).stream()),
                        jar.extensions().stream());
    }

    private Stream<String> providersOf(ModuleDescriptor module) {
        return module.provides().stream()
                .filter(p -> isOurs(p.service()))
                .flatMap(p -> p.providers().stream());
    }
}
