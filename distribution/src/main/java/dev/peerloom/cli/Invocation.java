package dev.peerloom.cli;

import dev.peerloom.cli.demo.Screen;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Settings;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
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
        return new NodeOptions(
                Settings.read(flags, environment, NodeOptions.defaultFile(home)), home);
    }

    /** The value of an option that is no setting. */
    Optional<String> value(String flag) {
        return values(flag).stream().findFirst();
    }

    /** The values of an option that is no setting, and may be repeated. */
    List<String> values(String flag) {
        OptionSpec option = parsed.matchedOption(flag);
        return option == null ? List.of() : option.originalStringValues();
    }

    /** The arguments that are no options. */
    List<String> arguments() {
        return parsed.matchedPositionals().stream()
                .flatMap(positional -> positional.originalStringValues().stream())
                .toList();
    }

    /** The arguments that name plugins. */
    List<Path> plugins() throws ConfigurationException {
        List<Path> paths = new ArrayList<>();
        for (String text : arguments()) {
            paths.add(path(text));
        }
        return paths;
    }

    /** A text as a path. */
    static Path path(String text) throws ConfigurationException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(text + " is not the name of a file", e);
        }
    }

    /** Whether an option without a value was given. */
    boolean has(String flag) {
        return parsed.hasMatchedOption(flag);
    }

    /**
     * Whether a person looks at standard output and wants colour. The launcher looks: a JVM cannot
     * tell a terminal from a file by its standard output alone.
     */
    boolean colour() {
        return Screen.wantsColour(Boolean.getBoolean("peerloom.terminal"), environment);
    }
}
