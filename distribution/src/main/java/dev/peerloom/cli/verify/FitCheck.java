package dev.peerloom.cli.verify;

import dev.peerloom.cli.inspect.PluginFile;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.Plugins;

import java.nio.file.Path;

/** What a node says of the plugin before it runs any of its code. */
final class FitCheck {
    static final String NAME = "resolution";

    private FitCheck() {}

    /**
     * Asks.
     *
     * @param plugins a plugins directory with the plugin and those that it was given
     */
    static CheckResult check(PluginFile plugin, Path plugins) throws ConfigurationException {
        String file = String.valueOf(plugin.path().getFileName());
        for (PluginStatus status : Plugins.list(plugins)) {
            boolean failed = status.state() == PluginStatus.State.FAILED;
            if (failed && String.valueOf(status.file().getFileName()).equals(file)) {
                String problem =
                        status.problem()
                                .orElse("it cannot be used")
                                .replace(plugins + plugins.getFileSystem().getSeparator(), "");
                boolean missing = problem.contains("depends on the plugin");
                return CheckResult.fault(
                        NAME,
                        problem,
                        missing ? "give the other plugin with --with JAR" : "see the message");
            }
        }
        return CheckResult.passed(
                NAME,
                "a node would load it"
                        + (plugin.main().attribute("Plugin-Dependencies").isEmpty()
                                ? ""
                                : ", with the plugins that it depends on"));
    }
}
