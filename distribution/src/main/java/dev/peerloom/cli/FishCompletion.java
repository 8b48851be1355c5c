package dev.peerloom.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The script that completes commands and options in fish. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandSpec top) {
        StringBuilder script = new StringBuilder();
        script.append("# Commands and options of ").append(top.name()).append(" for fish.\n");
        // No file is what a command could begin with.
        line(script, top, "__fish_use_subcommand", "-f");
        add(script, top, top, "__fish_use_subcommand");
        for (Map.Entry<String, CommandLine> below : top.subcommands().entrySet()) {
            CommandSpec command = below.getValue().getCommandSpec();
            String inside = "__fish_seen_subcommand_from " + below.getKey();
            if (command.subcommands().isEmpty()) {
                add(script, top, command, inside);
                continue;
            }
            String names = String.join(" ", command.subcommands().keySet());
            add(script, top, command, inside + "; and not __fish_seen_subcommand_from " + names);
            command.subcommands()
                    .forEach(
                            (name, line) ->
                                    add(
                                            script,
                                            top,
                                            line.getCommandSpec(),
                                            inside + "; and __fish_seen_subcommand_from " + name));
        }
        return script.toString();
    }

    private static void add(
            StringBuilder script, CommandSpec top, CommandSpec command, String condition) {
        command.subcommands()
                .forEach(
                        (name, below) ->
                                line(
                                        script,
                                        top,
                                        condition,
                                        "-f -a " + name + " -d " + quote(header(below))));
        for (OptionSpec option : command.options()) {
            String names =
                    Arrays.stream(option.names())
                            .map(
                                    n ->
                                            n.startsWith("--")
                                                    ? "-l " + n.substring(2)
                                                    : "-s " + n.substring(1))
                            .collect(Collectors.joining(" "));
            line(
                    script,
                    top,
                    condition,
                    names + value(option) + " -d " + quote(firstSentence(option.description())));
        }
    }

    private static String header(CommandLine below) {
        return firstSentence(below.getCommandSpec().usageMessage().header());
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        boolean file =
                List.of(option.type(), option.auxiliaryTypes()[0]).contains(java.io.File.class);
        return file ? " -r -F" : " -x";
    }

    private static String firstSentence(String... lines) {
        String all = String.join(" ", lines).strip();
        int end = all.indexOf(". ");
        return end < 0 ? all : all.substring(0, end + 1);
    }

    private static void line(StringBuilder script, CommandSpec top, String condition, String rest) {
        script.append("complete -c ")
                .append(top.name())
                .append(" -n ")
                .append(quote(condition))
                .append(' ')
                .append(rest)
                .append('\n');
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
