package dev.peerloom.cli;

import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Settings;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code run} with nothing but settings, each {@code --name value} or {@code --name=value}: what a
 * node is started with, day by day. Read without the command line's library, whose classes are too
 * old for the JVM's cache and cost more time than everything else together. What is written in any
 * other way is left to that library, which also finds the mistakes.
 *
 * @param flags the texts given for each setting
 */
record PlainRun(Map<Setting, List<String>> flags) {

    /** Reads arguments; empty if they are anything else. */
    static Optional<PlainRun> read(String... args) {
        if (args.length == 0 || !args[0].equals("run")) {
            return Optional.empty();
        }
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        int next = 1;
        while (next < args.length) {
            String name = args[next++];
            String value;
            int equals = name.indexOf('=');
            if (equals >= 0) {
                value = name.substring(equals + 1);
                name = name.substring(0, equals);
            } else if (next < args.length) {
                value = args[next++];
            } else {
                return Optional.empty();
            }
            Optional<Setting> setting = Setting.ofFlag(name);
            if (setting.isEmpty() || !isPlain(value)) {
                return Optional.empty();
            }
            List<String> values = flags.computeIfAbsent(setting.get(), s -> new ArrayList<>());
            if (setting.get().shape() == Setting.Shape.ONE && !values.isEmpty()) {
                return Optional.empty();
            }
            values.add(value);
        }
        return Optional.of(new PlainRun(flags));
    }

    /**
     * Dashes may be an option whose predecessor lacks its value; quotes have rules of their own.
     */
    private static boolean isPlain(String value) {
        return !value.isEmpty() && !value.startsWith("-") && value.indexOf('"') < 0;
    }

    /** Runs the node; the exit code is that of the process. */
    int execute(
            Map<String, String> environment,
            Optional<Path> home,
            PrintStream out,
            PrintStream err) {
        try {
            Optional<Path> file = NodeOptions.defaultFile(home);
            return RunCommand.run(
                    () -> new NodeOptions(Settings.read(flags, environment, file), home), out);
        } catch (Exception e) {
            return new Complaints(err).failure(e);
        }
    }
}
