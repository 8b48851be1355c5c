package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.PluginFile;

import java.util.List;

/** The API comes from the node: a copy in the plugin would be another one. */
final class BundledApiCheck implements StaticCheck {
    @Override
    public String name() {
        return "api";
    }

    @Override
    public CheckResult check(PluginFile plugin) {
        List<String> bundled = plugin.apiClasses();
        return bundled.isEmpty()
                ? CheckResult.passed(name(), "no class of the API is packed with it")
                : CheckResult.fault(
                        name(),
                        "it contains " + Some.of(bundled) + ", which the node provides",
                        "build it without the API: in Maven, p2p-api has the scope provided; in"
                                + " Gradle, it is compileOnly");
    }
}
