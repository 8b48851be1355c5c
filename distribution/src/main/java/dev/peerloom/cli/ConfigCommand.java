package dev.peerloom.cli;

import dev.peerloom.cli.settings.LogLevel;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Value;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** {@code peerloom config}: what a node would be run with. */
final class ConfigCommand {
    private static final String JSON = "--json";

    private ConfigCommand() {}

    static CommandSpec spec() {
        CommandSpec group =
                Specs.command("config", "Shows and checks what a node would be run with.");
        group.addOption(Specs.help());
        group.usageMessage().customSynopsis("peerloom config COMMAND [OPTIONS]");
        group.addSubcommand(
                "show",
                command(
                        "show",
                        "Shows each setting's value and where it was written, as a configuration"
                                + " file.",
                        ConfigCommand::show));
        group.addSubcommand(
                "check",
                command(
                        "check",
                        "Checks the options, the environment and the configuration file.",
                        ConfigCommand::check));
        return group;
    }

    private static CommandSpec command(String name, String header, Action action) {
        CommandSpec spec = Specs.command(name, header, action);
        Specs.settings(spec, EnumSet.allOf(Setting.class));
        spec.addOption(Specs.flag(JSON, "Print a JSON object in place of the text."));
        spec.usageMessage()
                .customSynopsis("peerloom config " + name + " [OPTIONS]")
                .description("Takes the options of 'peerloom run', and starts nothing.");
        return spec;
    }

    private static int check(Invocation call) throws Exception {
        NodeOptions options = call.options();
        options.check();
        options.logLevel(LogLevel.INFO);
        if (call.has(JSON)) {
            call.out().println(ConfigJson.check(options));
            return ExitCode.OK;
        }
        for (String warning : options.warnings()) {
            call.err().println("peerloom: " + Lines.escape(warning));
        }
        call.out().println("the configuration has no mistakes");
        return ExitCode.OK;
    }

    private static int show(Invocation call) throws Exception {
        NodeOptions options = call.options();
        options.check();
        if (call.has(JSON)) {
            call.out().println(ConfigJson.show(options));
            return ExitCode.OK;
        }
        for (Setting setting : Setting.values()) {
            if (setting != Setting.SET) {
                call.out().println(line(setting, options));
            }
        }
        showPlugins(call, options);
        return ExitCode.OK;
    }

    private static String line(Setting setting, NodeOptions options) throws ConfigurationException {
        if (!options.has(setting)) {
            String value = fallback(setting, options);
            return value.isEmpty()
                    ? "#%s is not set".formatted(setting.key())
                    : "%s = %s  # the default".formatted(setting.key(), value);
        }
        List<Value> values = options.written(setting);
        String text =
                values.stream()
                        .map(value -> quoted(value.text()))
                        .collect(Collectors.joining(", "));
        if (setting.shape() == Setting.Shape.LIST) {
            text = "[" + text + "]";
        }
        Set<String> origins =
                values.stream().map(Value::origin).collect(Collectors.toCollection(TreeSet::new));
        String origin = origins.isEmpty() ? "an empty list" : String.join(", ", origins);
        // The file does not name itself.
        String mark = setting.inFile() ? "" : "#";
        return "%s%s = %s  # %s".formatted(mark, setting.key(), text, Lines.escape(origin));
    }

    /** What a setting is when nobody sets it; nothing if there is no such value. */
    static String fallback(Setting setting, NodeOptions options) throws ConfigurationException {
        return switch (setting) {
            case DATA_DIR -> quoted(options.dataDir().toString());
            case PLUGINS_DIR ->
                    options.pluginsDir().map(folder -> quoted(folder.toString())).orElse("");
            case HOST -> quoted(options.host());
            case PORT -> Integer.toString(options.port());
            case NODE_KEY_FILE -> quoted(DataDirectory.keyFile(options.dataDir()).toString());
            case MAX_PEERS -> Integer.toString(options.maxPeers());
            case MAX_PENDING -> Integer.toString(options.maxPending());
            case DIAL_RATIO -> Integer.toString(options.dialRatio());
            case DISCOVERY -> "[\"none\"]";
            case IPC -> quoted(options.ipc().toString());
            case LOG_LEVEL -> quoted(options.logLevel(LogLevel.INFO).toString());
            default -> "";
        };
    }

    private static void showPlugins(Invocation call, NodeOptions options) {
        new TreeMap<>(options.plugins())
                .forEach(
                        (id, section) -> {
                            call.out().println();
                            call.out().println("[plugins." + key(id) + "]");
                            new TreeMap<>(section)
                                    .forEach(
                                            (key, value) ->
                                                    call.out()
                                                            .println(
                                                                    plugin(
                                                                            id, key, value,
                                                                            options)));
                        });
    }

    private static String plugin(String id, String key, String value, NodeOptions options) {
        String origin =
                options.pluginOrigins().getOrDefault(id, Map.of()).getOrDefault(key, "unknown");
        return "%s = %s  # %s".formatted(key(key), quoted(value), Lines.escape(origin));
    }

    /** A key with a dot was written as one in a section of its own, or is quoted. */
    private static String key(String key) {
        return key.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*") ? key : quoted(key);
    }

    /** A number or a text as TOML writes it. */
    static String quoted(String text) {
        if (text.matches("0|[1-9][0-9]{0,17}|true|false")) {
            return text;
        }
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(character -> quote(character, out));
        return out.append('"').toString();
    }

    private static void quote(int character, StringBuilder out) {
        if (character == '"' || character == '\\') {
            out.append('\\').appendCodePoint(character);
        } else if (character < ' ' || character == 0x7F) {
            out.append("\\u%04X".formatted(character));
        } else {
            out.appendCodePoint(character);
        }
    }
}
