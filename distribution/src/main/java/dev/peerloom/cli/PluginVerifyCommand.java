package dev.peerloom.cli;

import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Settings;
import dev.peerloom.cli.verify.ReportJson;
import dev.peerloom.cli.verify.ReportText;
import dev.peerloom.cli.verify.Verifier;
import dev.peerloom.cli.verify.VerifyOptions;
import dev.peerloom.cli.verify.VerifyReport;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code peerloom plugin verify}: whether plugins are fit to be run. */
final class PluginVerifyCommand {
    private static final String JSON = "--json";
    private static final String WITH = "--with";
    private static final String SEED = "--seed";
    private static final String MESSAGES = "--messages";
    private static final String TIME = "--time";

    private PluginVerifyCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "verify",
                        "Checks whether plugins are fit to be run.",
                        PluginVerifyCommand::verify);
        spec.addOption(
                option(WITH, "JAR", "A plugin that the others depend on. May be repeated.")
                        .type(List.class)
                        .auxiliaryTypes(File.class)
                        .build());
        Specs.settings(spec, EnumSet.of(Setting.SET));
        spec.addOption(
                option(MESSAGES, "N", "How many messages each code gets (default: 10000).")
                        .build());
        spec.addOption(
                option(TIME, "SECONDS", "How long to send them at most (default: 20).").build());
        spec.addOption(
                option(
                                SEED,
                                "N",
                                "What random messages are made from (default: another each time).")
                        .build());
        spec.addOption(Specs.flag(JSON, "Print a JSON array in place of the text."));
        spec.addPositional(Specs.plugins("1..*"));
        spec.usageMessage()
                .customSynopsis("peerloom plugin verify [OPTIONS] JAR...")
                .description(
                        "Reads each jar or folder: manifest, module descriptor, packages, what its"
                                + " classes use. Then runs it, in a process of its own: starts it"
                                + " twice in a node, negotiates with a second node, sends random and"
                                + " changed messages to every code and sees that it answers,"
                                + " ignores or disconnects but never hangs, unloads it, and sees"
                                + " that its classes are collected. Exit code 1: a fault was"
                                + " found.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  peerloom plugin verify target/chat.jar",
                        "  peerloom plugin verify --with eth.jar --set chat.room=attic chat.jar");
        return spec;
    }

    private static OptionSpec.Builder option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .description(description);
    }

    private static int verify(Invocation call) throws Exception {
        VerifyOptions options = options(call);
        List<VerifyReport> reports = new ArrayList<>();
        ProgressLine progress = ProgressLine.on(call);
        for (Path plugin : call.plugins()) {
            Verifier verifier =
                    new Verifier(text -> progress.show(plugin.getFileName() + ": " + text));
            reports.add(verifier.verify(plugin, options));
            progress.clear();
            if (!call.has(JSON)) {
                call.out().print(ReportText.of(reports.getLast(), symbols()));
            }
        }
        if (call.has(JSON)) {
            call.out().println(ReportJson.of(reports).toPrettyString());
        }
        return reports.stream().allMatch(VerifyReport::passed) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static VerifyOptions options(Invocation call) throws ConfigurationException {
        List<Path> with = new ArrayList<>();
        for (String text : call.values(WITH)) {
            with.add(Invocation.path(text));
        }
        return new VerifyOptions(
                with,
                // Of the command line alone: a configuration is for plugins that are not here.
                Settings.read(
                                Map.of(Setting.SET, call.values(Setting.SET.flag())),
                                Map.of(),
                                Optional.empty())
                        .plugins(),
                number(call, SEED, Long.MIN_VALUE, Long.MAX_VALUE)
                        .orElseGet(() -> new SecureRandom().nextLong() & Long.MAX_VALUE),
                number(call, MESSAGES, 0, Integer.MAX_VALUE)
                        .orElse((long) VerifyOptions.DEFAULT_MESSAGES)
                        .intValue(),
                number(call, TIME, 0, 86_400)
                        .map(Duration::ofSeconds)
                        .orElse(VerifyOptions.DEFAULT_TIME));
    }

    private static Optional<Long> number(Invocation call, String flag, long least, long most)
            throws ConfigurationException {
        Optional<String> given = call.value(flag);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(given.get().strip());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            throw wrong(flag, given.get(), e);
        }
        throw wrong(flag, given.get(), new IllegalArgumentException("out of range"));
    }

    private static ConfigurationException wrong(
            String flag, String text, IllegalArgumentException cause) {
        return new ConfigurationException(
                flag + " is \"" + text + "\", but must be a whole number, 0 or more", cause);
    }

    private static boolean symbols() {
        String encoding = System.getProperty("stdout.encoding", "");
        return !encoding.isEmpty()
                && Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode('✓');
    }

    /** One line on a terminal that is written over; nothing elsewhere. Used by one thread. */
    private static final class ProgressLine {
        private static final int WIDTH = 78;
        private final Consumer<String> out;
        private boolean shown;

        private ProgressLine(Consumer<String> out) {
            this.out = out;
        }

        static ProgressLine on(Invocation call) {
            boolean terminal = Boolean.getBoolean("peerloom.terminal") && !call.has(JSON);
            return new ProgressLine(
                    terminal
                            ? text -> {
                                call.err().print(text);
                                call.err().flush();
                            }
                            : text -> {});
        }

        void show(String text) {
            String line = Lines.escape(text);
            String fit = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
            out.accept("\r" + fit + " ".repeat(WIDTH - fit.length()));
            shown = true;
        }

        void clear() {
            if (shown) {
                out.accept("\r" + " ".repeat(WIDTH) + "\r");
                shown = false;
            }
        }
    }
}
