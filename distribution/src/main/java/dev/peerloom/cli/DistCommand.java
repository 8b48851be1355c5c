package dev.peerloom.cli;

import dev.peerloom.cli.dist.Builder;
import dev.peerloom.cli.dist.Form;
import dev.peerloom.cli.dist.Plan;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Settings;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.File;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code peerloom dist}: distributions of one's own. */
final class DistCommand {
    private static final String OUT = "--out";
    private static final String TYPE = "--type";
    private static final String JSON = "--json";

    private DistCommand() {}

    static CommandSpec spec() {
        CommandSpec group = Specs.command("dist", "Makes distributions of your own.");
        group.addOption(Specs.help());
        group.usageMessage().customSynopsis("peerloom dist COMMAND [OPTIONS]");
        group.addSubcommand("build", buildSpec());
        return group;
    }

    private static CommandSpec buildSpec() {
        CommandSpec spec =
                Specs.command(
                        "build",
                        "Makes an archive with your name, your plugins and your configuration.",
                        DistCommand::build);
        spec.addOption(
                OptionSpec.builder(OUT)
                        .paramLabel("DIR")
                        .type(File.class)
                        .arity("1")
                        .description("Where the archive is written to (default: this folder).")
                        .build());
        spec.addOption(
                OptionSpec.builder(TYPE)
                        .paramLabel("TYPE")
                        .type(String.class)
                        .arity("1")
                        .completionCandidates(Form.labels())
                        .description(
                                "archive (default), deb: a Debian package, or app-image: a folder"
                                        + " with a native launcher, which takes a full JDK for"
                                        + " its jpackage.")
                        .build());
        spec.addOption(Specs.flag(JSON, "Print a JSON object in place of the text."));
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .type(File.class)
                        .arity("1")
                        .required(true)
                        .description("A TOML file that says what is to be in it.")
                        .build());
        spec.usageMessage()
                .customSynopsis("peerloom dist build [--type TYPE] [--out DIR] FILE")
                .description(
                        "Takes this distribution, with the plugins that the file names by path or"
                                + " Maven coordinates in place of its own. Each of them is verified"
                                + " first: that runs it. The archive says what went in; the same"
                                + " input gives the same bytes.")
                .footerHeading("%nExample of a file:%n")
                .footer(
                        "  name = \"acme-node\"",
                        "  version = \"1.0.0\"",
                        "  plugins = [\"../greet/target/plugin/greet\", \"com.acme:chat:1.2.0\"]",
                        "  allow-list = true",
                        "  platform = \"linux-x64\"");
        return spec;
    }

    private static int build(Invocation call) throws Exception {
        Path home =
                call.home()
                        .orElseThrow(
                                () ->
                                        new ConfigurationException(
                                                "a distribution is made out of one that is"
                                                        + " unpacked: start bin/peerloom"));
        Form form = Form.parse(call.value(TYPE).orElse("archive"));
        Plan plan = Plan.read(Invocation.path(call.arguments().getFirst()));
        Path out = Invocation.path(call.value(OUT).orElse("."));
        Consumer<String> progress =
                line -> {
                    call.err().println(plan.name() + ": " + Lines.escape(line));
                    call.err().flush();
                };
        Path archive =
                new Builder(home.toAbsolutePath().normalize(), call.environment(), progress)
                        .build(plan, settings(plan), form, out);
        if (call.has(JSON)) {
            ObjectNode answer = JsonMapper.shared().createObjectNode();
            answer.put("name", plan.name());
            answer.put("version", plan.version());
            answer.put("archive", archive.toString());
            call.out().println(answer);
        } else {
            call.out().println(archive);
        }
        return ExitCode.OK;
    }

    /** Reads the default configuration as a node will; a mistake in it is told now. */
    private static Map<String, Map<String, String>> settings(Plan plan)
            throws ConfigurationException {
        Optional<Path> config = plan.config();
        if (config.isEmpty()) {
            return Map.of();
        }
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        flags.put(Setting.CONFIG, List.of(config.get().toString()));
        Settings settings = Settings.read(flags, Map.of(), Optional.empty());
        if ((plan.allowList() && settings.has(Setting.PLUGIN_ALLOW))
                || (!plan.keys().isEmpty() && settings.has(Setting.PLUGIN_KEY))) {
            throw new ConfigurationException(
                    config.get()
                            + " says already which plugins are let in: say it there, or with"
                            + " allow-list and plugin-key");
        }
        NodeOptions options = new NodeOptions(settings, Optional.empty());
        options.pluginTrust();
        return options.plugins();
    }
}
