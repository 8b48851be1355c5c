package dev.peerloom.cli;

import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Settings;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a command: its arguments and the process around it.
 *
 * @param parsed the arguments of the command itself
 * @param environment the environment variables
 * @param home the folder of the distribution, if the launcher told it
 * @param out standard output
 * @param err standard error
 */
record Invocation(
        ParseResult parsed,
        Map<String, String> environment,
        Optional<Path> home,
        PrintStream out,
        PrintStream err) {

    /** The settings from the command line, the environment and the configuration file. */
    NodeOptions options() throws ConfigurationException {
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            OptionSpec option = parsed.matchedOption(setting.flag());
            if (option != null) {
                flags.put(setting, option.originalStringValues());
            }
        }
        Optional<Path> file = home.map(dir -> dir.resolve("conf").resolve("peerloom.toml"));
        return new NodeOptions(Settings.read(flags, environment, file), home);
    }

    /** Whether an option without a value was given. */
    boolean has(String flag) {
        return parsed.hasMatchedOption(flag);
    }
}
