package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.JarFacts;
import dev.peerloom.cli.inspect.PluginFile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls that reach beyond the plugin: they end the node, or change it for everyone. */
final class CallsCheck implements StaticCheck {
    private static final Set<String> FAR_REACHING =
            Set.of(
                    "java.lang.System.exit",
                    "java.lang.Runtime.exit",
                    "java.lang.Runtime.halt",
                    "java.lang.Runtime.addShutdownHook",
                    "java.lang.Thread.stop",
                    "java.lang.Thread.suspend",
                    "java.lang.Thread.setDefaultUncaughtExceptionHandler",
                    "java.lang.System.setSecurityManager",
                    "java.lang.System.setOut",
                    "java.lang.System.setErr",
                    "java.net.URL.setURLStreamHandlerFactory",
                    "java.util.Locale.setDefault",
                    "java.util.TimeZone.setDefault");

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public CheckResult check(PluginFile plugin) throws IOException {
        List<String> found = new ArrayList<>();
        for (JarFacts jar : plugin.jars()) {
            for (Map.Entry<String, String> member : ClassScan.of(jar).members().entrySet()) {
                if (FAR_REACHING.contains(member.getKey())) {
                    found.add(member.getKey() + " (in " + member.getValue() + ")");
                }
            }
        }
        return found.isEmpty()
                ? CheckResult.passed(name(), "no call that ends the node or changes it for all")
                : CheckResult.warning(
                        name(),
                        "it calls " + Some.of(found),
                        "a plugin shares the process with all others: throw an exception instead");
    }
}
