package dev.peerloom.cli;

import dev.peerloom.cli.settings.Setting;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the descriptions of commands: without reflection, so that starting is quick. */
final class Specs {
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    private Specs() {}

    /** A command that is only a name for those below it. */
    static CommandSpec command(String name, String header) {
        return describe(CommandSpec.create(), name, header);
    }

    /** A command that does something. */
    static CommandSpec command(String name, String header, Action action) {
        CommandSpec spec = describe(CommandSpec.wrapWithoutInspection(action), name, header);
        spec.addOption(help());
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" 0", "done, or asked to stop by SIGTERM or SIGINT");
        codes.put(" 1", "something went wrong");
        codes.put(" 2", "wrong usage or configuration, said in one line");
        spec.usageMessage()
                .customSynopsis("")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
        return spec;
    }

    /** The option that shows a command's help. */
    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build();
    }

    /** The option that shows the program's version. */
    static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version and exit.")
                .build();
    }

    /** An option that takes no value. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** Arguments that are jars or folders of plugins. */
    static PositionalParamSpec plugins(String arity) {
        return PositionalParamSpec.builder()
                .paramLabel("JAR")
                .type(List.class)
                .auxiliaryTypes(java.io.File.class)
                .arity(arity)
                .required(!arity.startsWith("0"))
                .description("A plugin's jar, or its folder of jars.")
                .build();
    }

    /** Settings as options, in the order of the table. */
    static void settings(CommandSpec spec, Iterable<Setting> settings) {
        for (Setting setting : settings) {
            spec.addOption(option(setting));
        }
    }

    /** Puts the name of a distribution in place of Peerloom's, in a command and those below it. */
    static void rename(CommandSpec spec, Brand brand) {
        if (spec.parent() == null) {
            spec.name(brand.name());
        }
        UsageMessageSpec usage = spec.usageMessage();
        usage.customSynopsis(rename(usage.customSynopsis(), brand));
        usage.description(rename(usage.description(), brand));
        usage.footer(rename(usage.footer(), brand));
        spec.subcommands().values().forEach(below -> rename(below.getCommandSpec(), brand));
    }

    private static String[] rename(String[] lines, Brand brand) {
        return Arrays.stream(lines).map(brand::rename).toArray(String[]::new);
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option =
                OptionSpec.builder(setting.flag())
                        .paramLabel(setting.label())
                        .description(setting.help())
                        .arity("1");
        if (setting == Setting.LOG_LEVEL) {
            option.completionCandidates(LEVELS);
        } else if (setting == Setting.DISCOVERY) {
            option.completionCandidates(List.of("none"));
        }
        return setting.shape() == Setting.Shape.ONE
                ? option.type(
                                setting.label().matches("DIR|FILE|PATH")
                                        ? java.io.File.class
                                        : String.class)
                        .build()
                : option.type(List.class).auxiliaryTypes(String.class).build();
    }

    private static CommandSpec describe(CommandSpec spec, String name, String header) {
        spec.name(name);
        spec.usageMessage()
                .header(header, "")
                .sortOptions(false)
                .synopsisHeading("Usage: ")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .descriptionHeading("%n");
        return spec;
    }
}
