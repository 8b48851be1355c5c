package dev.peerloom.cli;

import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginStatus;
import dev.peerloom.core.Plugins;

import picocli.CommandLine.Model.CommandSpec;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** {@code peerloom plugin}: the plugins on disk. */
final class PluginCommand {
    private static final String JSON = "--json";

    private PluginCommand() {}

    static CommandSpec spec() {
        CommandSpec group = Specs.command("plugin", "Makes, lists, checks and signs plugins.");
        group.addOption(Specs.help());
        group.usageMessage().customSynopsis("peerloom plugin COMMAND [OPTIONS]");
        group.addSubcommand("new", PluginNewCommand.spec());
        group.addSubcommand("list", listSpec());
        group.addSubcommand("inspect", PluginInspectCommand.spec());
        group.addSubcommand("verify", PluginVerifyCommand.spec());
        group.addSubcommand("sign", PluginSignCommand.spec());
        PluginLiveCommands.addTo(group);
        return group;
    }

    private static CommandSpec listSpec() {
        CommandSpec spec =
                Specs.command(
                        "list", "Lists the plugins that a node would load.", PluginCommand::list);
        Specs.settings(
                spec,
                EnumSet.of(
                        Setting.PLUGINS_DIR,
                        Setting.PLUGIN_ALLOW,
                        Setting.PLUGIN_KEY,
                        Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print a JSON array in place of the table."));
        spec.usageMessage()
                .customSynopsis("peerloom plugin list [OPTIONS]")
                .description(
                        "Reads the jars and folders of the plugins directory as 'run' would, but"
                                + " runs none of their code. A plugin that cannot be used is"
                                + " listed with the reason.");
        return spec;
    }

    private static int list(Invocation call) throws ConfigurationException {
        NodeOptions options = call.options();
        Path folder = folder(options);
        List<PluginStatus> plugins = Plugins.list(folder, options.pluginTrust());
        if (call.has(JSON)) {
            call.out().println(PluginListing.json(plugins));
        } else if (plugins.isEmpty()) {
            call.out().println("no plugins in " + folder);
        } else {
            call.out().print(PluginListing.table(plugins, call.colour()));
        }
        return ExitCode.OK;
    }

    /** The plugins directory, which must be there. */
    static Path folder(NodeOptions options) throws ConfigurationException {
        return options.pluginsDir()
                .orElseThrow(
                        () ->
                                new ConfigurationException(
                                        "there is no plugins directory: name one with"
                                                + " --plugins-dir"));
    }
}
