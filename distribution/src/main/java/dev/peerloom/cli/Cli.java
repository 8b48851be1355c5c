package dev.peerloom.cli;

import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line: finds the command, runs it, and turns whatever it throws into one line and an
 * exit code. Immutable.
 */
final class Cli {
    private final Map<String, String> environment;
    private final Optional<Path> home;
    private final PrintStream out;
    private final PrintStream err;
    private final Complaints complaints;

    Cli(Map<String, String> environment, Optional<Path> home, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.out = out;
        this.err = err;
        complaints = new Complaints(err);
    }

    /** Runs what the arguments say and returns the exit code. */
    int execute(String... args) {
        CommandLine line = commandLine();
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((wrong, given) -> usage(wrong));
        line.setExecutionExceptionHandler(
                (problem, command, parsed) -> complaints.failure(problem));
        line.setExecutionStrategy(this::run);
        return line.execute(args);
    }

    /** The commands of this distribution. */
    static CommandLine commandLine() {
        return commandLine(Brand.current());
    }

    /** The commands, for running them, for the manuals and for the completion script. */
    static CommandLine commandLine(Brand brand) {
        CommandSpec top = Specs.command("peerloom", "A devp2p node whose protocols are plugins.");
        top.addOption(Specs.help());
        top.addOption(Specs.version());
        top.version(Version.lines());
        top.usageMessage()
                .customSynopsis("peerloom COMMAND [OPTIONS]")
                .footer(
                        "",
                        "To see it at work:      peerloom demo",
                        "To run a node:          peerloom run",
                        "What a command takes:   peerloom COMMAND --help");
        top.addSubcommand("run", RunCommand.spec());
        top.addSubcommand("demo", DemoCommand.spec());
        top.addSubcommand("plugin", PluginCommand.spec());
        top.addSubcommand("attach", AttachCommand.spec());
        top.addSubcommand("config", ConfigCommand.spec());
        top.addSubcommand("key", KeyCommand.spec());
        top.addSubcommand("dist", DistCommand.spec());
        top.addSubcommand("completion", CompletionCommand.spec());
        top.addSubcommand("help", new CommandLine(new HelpCommand()));
        if (!brand.own()) {
            Specs.rename(top, brand);
        }
        // An argument with an @ is an argument: an enode, or a password in a plugin setting.
        return new CommandLine(top)
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setUsageHelpAutoWidth(true);
    }

    private int run(ParseResult result) {
        Integer help = CommandLine.executeHelpRequest(result);
        if (help != null) {
            return help;
        }
        List<CommandLine> path = result.asCommandLineList();
        CommandLine command = path.getLast();
        if (!(command.getCommandSpec().userObject() instanceof Action action)) {
            // A group, which does nothing by itself: what there is in it.
            command.usage(out);
            return ExitCode.OK;
        }
        try {
            return action.run(
                    new Invocation(command.getParseResult(), environment, home, out, err));
        } catch (Exception e) {
            return complaints.failure(e);
        }
    }

    private int usage(ParameterException wrong) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String said = describe(wrong);
        String stop = said.endsWith("?") ? "" : ".";
        return complaints.mistake(said + stop + " See '" + command.qualifiedName() + " --help'");
    }

    private static String describe(ParameterException wrong) {
        return switch (wrong) {
            case UnmatchedArgumentException unmatched -> {
                String first = unmatched.getUnmatched().getFirst();
                String kind = first.startsWith("-") ? "option" : "command or argument";
                List<String> near = unmatched.getSuggestions();
                yield "there is no "
                        + kind
                        + " "
                        + first
                        + (near.isEmpty() ? "" : "; did you mean " + near.getFirst() + "?");
            }
            default -> String.valueOf(wrong.getMessage()).replaceAll("\\s+", " ");
        };
    }
}
