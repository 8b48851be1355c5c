package dev.peerloom.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.util.Locale;
import java.util.Map;

/** A command's manual page, in the language of man(7). Used by one thread. */
final class ManPage {
    private final CommandSpec spec;
    private final Brand brand;
    private final StringBuilder text = new StringBuilder();

    ManPage(CommandSpec spec, Brand brand) {
        this.spec = spec;
        this.brand = brand;
    }

    /** The name of a command's page, without the section: {@code peerloom-run}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    /** The page. */
    @Override
    public String toString() {
        text.setLength(0);
        UsageMessageSpec usage = spec.usageMessage();
        String title = name(spec).toUpperCase(Locale.ROOT);
        String source = brand.name() + " " + brand.version();
        raw(".TH \"" + title + "\" \"1\" \"\" \"" + source + "\" \"" + brand.name() + " manual\"");
        section("NAME");
        line(name(spec) + " - " + first(usage.header()));
        section("SYNOPSIS");
        for (String line : usage.customSynopsis()) {
            line(line);
        }
        if (usage.description().length > 0) {
            section("DESCRIPTION");
            paragraphs(usage.description());
        }
        if (!spec.options().isEmpty()) {
            section("OPTIONS");
            spec.options().forEach(this::option);
        }
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            item(argument.paramLabel(), String.join(" ", argument.description()));
        }
        commands();
        if (!usage.exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            usage.exitCodeList().forEach((code, what) -> item(code.strip(), what));
        }
        if (usage.footer().length > 0) {
            section("EXAMPLES");
            raw(".nf");
            for (String line : usage.footer()) {
                line(line);
            }
            raw(".fi");
        }
        return text.toString();
    }

    private void option(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        item(String.join(", ", option.names()) + value, String.join(" ", option.description()));
    }

    private void commands() {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (Map.Entry<String, CommandLine> below : spec.subcommands().entrySet()) {
            CommandSpec command = below.getValue().getCommandSpec();
            item(name(command) + "(1)", first(command.usageMessage().header()));
        }
    }

    private void paragraphs(String... lines) {
        for (String line : lines) {
            if (line.isEmpty()) {
                raw(".PP");
            } else {
                line(line);
            }
        }
    }

    private static String first(String... lines) {
        return lines.length == 0 ? "" : lines[0];
    }

    private void section(String title) {
        raw(".SH \"" + title + "\"");
    }

    private void item(String what, String description) {
        raw(".TP");
        raw(".B " + escape(what));
        line(description);
    }

    /** A line of text: what begins like a request is not one. */
    private void line(String line) {
        String escaped = escape(line);
        boolean request = escaped.startsWith(".") || escaped.startsWith("'");
        text.append(request ? "\\&" : "").append(escaped).append('\n');
    }

    private void raw(String line) {
        text.append(line).append('\n');
    }

    private static String escape(String plain) {
        return plain.replace("\\", "\\e").replace("-", "\\-");
    }
}
