package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.JarFacts;
import dev.peerloom.cli.inspect.PluginFile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The manifest says who the plugin is. */
final class ManifestCheck implements StaticCheck {
    /** SemVer 2.0.0, item 2, 9 and 10. */
    private static final Pattern VERSION =
            Pattern.compile(
                    "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
                            + "(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

    @Override
    public String name() {
        return "manifest";
    }

    @Override
    public CheckResult check(PluginFile plugin) {
        JarFacts main = plugin.main();
        if (plugin.id().isEmpty()) {
            return CheckResult.fault(
                    name(),
                    main.name() + " has no Plugin-Id in its manifest",
                    "add the line Plugin-Id: NAME to META-INF/MANIFEST.MF");
        }
        if (plugin.version().isEmpty()) {
            return CheckResult.fault(
                    name(),
                    main.name() + " has no Plugin-Version in its manifest",
                    "add the line Plugin-Version: 1.0.0 to META-INF/MANIFEST.MF");
        }
        if (!VERSION.matcher(plugin.version()).matches()) {
            return CheckResult.fault(
                    name(),
                    "Plugin-Version is " + plugin.version() + ", which is no semantic version",
                    "use three numbers: 1.2.3, or 1.2.3-beta.1");
        }
        String what = plugin.id() + " " + plugin.version();
        List<String> missing = missing(main);
        return missing.isEmpty()
                ? CheckResult.passed(name(), what)
                : CheckResult.passed(
                        name(),
                        what + " (operators like to see " + String.join(", ", missing) + ")");
    }

    private static List<String> missing(JarFacts jar) {
        List<String> missing = new ArrayList<>();
        for (String name : List.of("Plugin-Description", "Plugin-Provider", "Plugin-License")) {
            if (jar.attribute(name).isEmpty()) {
                missing.add(name);
            }
        }
        return missing;
    }
}
