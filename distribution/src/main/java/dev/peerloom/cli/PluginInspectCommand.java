package dev.peerloom.cli;

import dev.peerloom.cli.inspect.Inspection;
import dev.peerloom.cli.inspect.InspectionText;
import dev.peerloom.cli.inspect.PluginFile;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginKey;

import picocli.CommandLine.Model.CommandSpec;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** {@code peerloom plugin inspect}: what a plugin declares. */
final class PluginInspectCommand {
    private static final String JSON = "--json";

    private PluginInspectCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "inspect",
                        "Shows what a plugin declares, without running it.",
                        PluginInspectCommand::inspect);
        Specs.settings(spec, EnumSet.of(Setting.PLUGIN_KEY, Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print a JSON object in place of the text."));
        spec.addPositional(Specs.plugins("1"));
        spec.usageMessage()
                .customSynopsis("peerloom plugin inspect [--plugin-key KEY,...] [--json] JAR")
                .description(
                        "Reads the manifest, the module descriptor and the list of files of a jar"
                                + " or folder. The SHA-256 sum is what --plugin-allow takes.");
        return spec;
    }

    private static int inspect(Invocation call) throws ConfigurationException {
        Path path = call.plugins().getFirst();
        List<PluginKey> keys = call.options().pluginTrust().keys();
        Map<String, Object> facts = Inspection.of(PluginFile.read(path), keys);
        if (call.has(JSON)) {
            call.out()
                    .println(
                            JsonMapper.shared()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(facts));
        } else {
            call.out().print(InspectionText.of(facts));
        }
        return ExitCode.OK;
    }
}
