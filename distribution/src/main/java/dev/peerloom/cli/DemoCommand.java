package dev.peerloom.cli;

import dev.peerloom.cli.demo.Demo;
import dev.peerloom.cli.demo.Screen;
import dev.peerloom.cli.settings.LogLevel;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.Plugins;

import picocli.CommandLine.Model.CommandSpec;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code peerloom demo}: what a node does, to be seen within a second. */
final class DemoCommand {
    private static final String ONCE = "--once";
    private static final String JSON = "--json";

    /** A network of its own, so that the plugins of the distribution agree without any chain. */
    private static final Map<String, Map<String, String>> OWN_NETWORK =
            Map.of("eth", Map.of("network-id", "20261124", "genesis-hash", "0x" + "de".repeat(32)));

    private DemoCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "demo",
                        "Runs three nodes on loopback and shows what they do.",
                        DemoCommand::run);
        spec.addOption(
                Specs.flag(
                        ONCE,
                        "End by itself once messages went both ways over every link, or after 5"
                                + " seconds."));
        spec.addOption(Specs.flag(JSON, "Print what happens as lines of JSON."));
        Specs.settings(
                spec,
                EnumSet.of(Setting.PLUGINS_DIR, Setting.CONFIG, Setting.SET, Setting.LOG_LEVEL));
        spec.usageMessage()
                .customSynopsis("peerloom demo [--once] [OPTIONS]")
                .description(
                        "Starts three nodes in this process with the plugins of this distribution"
                                + " (or of --plugins-dir), connects each with each, and shows what"
                                + " was negotiated on every link, the messages, and how it ended."
                                + " Ctrl-C ends it. Nothing is left behind, no other machine is"
                                + " spoken with. Logs are shown from 'warn' on.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  peerloom demo",
                        "  peerloom demo --once --plugins-dir my-plugins --set chat.room=attic");
        return spec;
    }

    private static int run(Invocation call) throws Exception {
        NodeOptions options = call.options();
        Logging.configure(options.logLevel(LogLevel.WARN));
        Path plugins = PluginCommand.folder(options);
        Demo.Plan plan =
                new Demo.Plan(
                        Version.clientName(), plugins, settings(options, plugins), call.has(ONCE));
        Demo demo =
                call.has(JSON)
                        ? Demo.inJson(plan, call.out())
                        : new Demo(plan, new Screen(call.out(), call.colour()));
        return StopSignal.during(demo::stop, () -> demo.run() ? ExitCode.OK : ExitCode.FAILED);
    }

    /** What the operator set, over what lets the plugins that are there work without any. */
    private static Map<String, Map<String, String>> settings(NodeOptions options, Path plugins)
            throws ConfigurationException {
        List<String> present = Plugins.list(plugins).stream().map(PluginStatus::id).toList();
        Map<String, Map<String, String>> settings = new TreeMap<>();
        OWN_NETWORK.forEach(
                (id, section) -> {
                    if (present.contains(id) && !options.plugins().containsKey(id)) {
                        settings.put(id, section);
                    }
                });
        settings.putAll(options.plugins());
        return settings;
    }
}
