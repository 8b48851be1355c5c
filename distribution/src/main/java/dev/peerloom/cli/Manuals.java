package dev.peerloom.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The manual pages and completion scripts of a distribution, made from its commands. */
public final class Manuals {
    private Manuals() {}

    /**
     * Writes {@code man/man1/} and {@code completions/}.
     *
     * @param brand whose commands they are
     * @param folder of the distribution
     */
    public static void write(Brand brand, Path folder) throws IOException {
        CommandLine commands = Cli.commandLine(brand);
        pages(
                commands.getCommandSpec(),
                brand,
                Files.createDirectories(folder.resolve("man/man1")));
        Path scripts = Files.createDirectories(folder.resolve("completions"));
        String bash = AutoComplete.bash(brand.name(), commands);
        Files.writeString(scripts.resolve(brand.name() + ".bash"), bash);
        // The same script: in zsh it loads what stands in for bash's builtins.
        Files.writeString(
                scripts.resolve("_" + brand.name()), "#compdef " + brand.name() + "\n" + bash);
        Files.writeString(
                scripts.resolve(brand.name() + ".fish"),
                FishCompletion.of(commands.getCommandSpec()));
    }

    private static void pages(CommandSpec spec, Brand brand, Path folder) throws IOException {
        Files.writeString(
                folder.resolve(ManPage.name(spec) + ".1"), new ManPage(spec, brand).toString());
        for (CommandLine below : spec.subcommands().values()) {
            pages(below.getCommandSpec(), brand, folder);
        }
    }
}
