package dev.peerloom.cli.reference;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Every command with its options and arguments. */
public final class CommandsPage {
    private CommandsPage() {}

    /** The page about a command and those below it. */
    public static String of(CommandSpec top) {
        Markdown page =
                new Markdown(
                        "Commands",
                        "What the command line takes. `--help` of each command says the same, as do"
                                + " the manual pages in `man/`.");
        add(page, top);
        return page.toString();
    }

    private static void add(Markdown page, CommandSpec spec) {
        UsageMessageSpec usage = spec.usageMessage();
        page.heading(2, spec.qualifiedName());
        page.paragraph(usage.header().length == 0 ? "" : usage.header()[0]);
        if (usage.customSynopsis().length > 0) {
            page.code(usage.customSynopsis());
        }
        String description =
                Arrays.stream(usage.description())
                        .map(line -> line.isEmpty() ? "\n\n" : line.strip())
                        .collect(Collectors.joining(" "));
        page.paragraph(description);
        if (!spec.options().isEmpty() || !spec.positionalParameters().isEmpty()) {
            page.columns("option", "");
            for (OptionSpec option : spec.options()) {
                String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
                row(page, String.join(", ", option.names()) + value, option.description());
            }
            for (PositionalParamSpec argument : spec.positionalParameters()) {
                row(page, argument.paramLabel(), argument.description());
            }
        }
        for (CommandLine below : spec.subcommands().values()) {
            add(page, below.getCommandSpec());
        }
    }

    private static void row(Markdown page, String what, String... description) {
        page.row(Markdown.quoted(what), Markdown.plain(String.join(" ", description)));
    }
}
