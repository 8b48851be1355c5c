package dev.peerloom.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** {@code peerloom completion}: the script that completes our options in bash and zsh. */
final class CompletionCommand {
    private CompletionCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "completion",
                        "Prints a script that completes commands and options in bash and zsh.",
                        CompletionCommand::print);
        spec.usageMessage()
                .customSynopsis("peerloom completion")
                .footerHeading("%nFor this shell, and for every one to come:%n")
                .footer(
                        "  source <(peerloom completion)",
                        "  peerloom completion > ~/.peerloom-completion"
                                + " && echo '. ~/.peerloom-completion' >> ~/.bashrc");
        return spec;
    }

    private static int print(Invocation call) {
        call.out().print(AutoComplete.bash(Brand.current().name(), Cli.commandLine()));
        return ExitCode.OK;
    }
}
