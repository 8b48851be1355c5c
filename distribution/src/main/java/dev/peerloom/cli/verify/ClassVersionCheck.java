package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.Inspection;
import dev.peerloom.cli.inspect.JarFacts;
import dev.peerloom.cli.inspect.PluginFile;

import java.util.Map;

/** This Java can read the classes. */
final class ClassVersionCheck implements StaticCheck {
    private static final int VERSION_ZERO = 44;

    @Override
    public String name() {
        return "java";
    }

    @Override
    public CheckResult check(PluginFile plugin) {
        int newest = VERSION_ZERO;
        for (JarFacts jar : plugin.jars()) {
            for (Map.Entry<String, Integer> entry : jar.classes().entrySet()) {
                if (entry.getValue() == 0) {
                    return CheckResult.fault(
                            name(),
                            entry.getKey() + " in " + jar.name() + " is no class file",
                            "build the jar anew");
                }
                newest = Math.max(newest, entry.getValue());
            }
        }
        String needs = Inspection.javaVersion(newest);
        int running = Runtime.version().feature();
        return newest - VERSION_ZERO > running
                ? CheckResult.fault(
                        name(),
                        "its classes need " + needs + ", this is Java " + running,
                        "compile with --release " + running + ", or run the node on " + needs)
                : CheckResult.passed(
                        name(),
                        newest == VERSION_ZERO
                                ? "it has no classes"
                                : "its classes need " + needs + " or newer");
    }
}
