package dev.peerloom.cli;

import dev.peerloom.cli.settings.Setting;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** {@code peerloom plugin load|unload|reload}: the plugins of a running node. */
final class PluginLiveCommands {
    private static final String JSON = "--json";

    private PluginLiveCommands() {}

    static void addTo(CommandSpec group) {
        group.addSubcommand(
                "load",
                spec(
                        "load",
                        "JAR",
                        "Loads a plugin into a running node.",
                        "The jar, or the folder of jars; it need not lie in the plugins folder.",
                        call -> ask(call, "plugin_load", absolute(name(call)))));
        group.addSubcommand(
                "reload",
                spec(
                        "reload",
                        "ID",
                        "Loads a plugin of a running node anew from its file.",
                        "The plugin's id.",
                        call -> ask(call, "plugin_reload", name(call))));
        group.addSubcommand(
                "unload",
                spec(
                        "unload",
                        "ID",
                        "Ends a plugin's sessions in order and unloads it from a running node.",
                        "The plugin's id.",
                        call -> ask(call, "plugin_unload", name(call))));
    }

    private static CommandSpec spec(
            String name, String label, String header, String description, Action action) {
        CommandSpec spec = Specs.command(name, header, action);
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print the node's JSON answer in place of the text."));
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel(label)
                        .type(String.class)
                        .arity("1")
                        .required(true)
                        .description(description)
                        .build());
        spec.usageMessage().customSynopsis("peerloom plugin " + name + " [OPTIONS] " + label);
        return spec;
    }

    private static String name(Invocation call) {
        return call.arguments().getFirst();
    }

    private static String absolute(String file) throws Exception {
        Path path = Invocation.path(file);
        return path.toAbsolutePath().normalize().toString();
    }

    private static int ask(Invocation call, String method, String param) throws Exception {
        JsonNode plugin = RunningNodeCalls.ask(call, method, List.of(param));
        if (call.has(JSON)) {
            call.out().println(RunningNodeCalls.pretty(plugin));
        } else if (plugin.isObject()) {
            call.out()
                    .println(
                            "plugin %s %s is %s: %s"
                                    .formatted(
                                            Lines.escape(plugin.path("id").asString()),
                                            Lines.escape(plugin.path("version").asString()),
                                            Lines.escape(plugin.path("state").asString()),
                                            Lines.escape(plugin.path("protocols").toString())));
        } else {
            call.out().println("plugin " + Lines.escape(param) + " was unloaded");
        }
        return ExitCode.OK;
    }
}
