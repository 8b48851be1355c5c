package dev.peerloom.cli;

import dev.peerloom.cli.ipc.IpcClient;
import dev.peerloom.cli.live.TraceLine;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** {@code peerloom attach trace}: the messages of a running node as they pass. */
final class TraceCommand {
    private static final String JSON = "--json";
    private static final String RAW = "--raw";
    private static final String BYTES = "--bytes";
    private static final String COUNT = "--count";
    private static final int USUAL_BYTES = 64;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private TraceCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "trace",
                        "Shows messages as they pass.",
                        call -> run(call, call.arguments().stream().findFirst().orElse("")));
        addOptions(spec);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("PEER|PROTOCOL")
                        .type(String.class)
                        .arity("0..1")
                        .description(
                                "Only messages with this peer (its enode, or the beginning of its"
                                        + " id) or of this protocol (eth, or eth/69).")
                        .build());
        spec.usageMessage()
                .customSynopsis("peerloom attach trace [OPTIONS] [PEER|PROTOCOL]")
                .description(
                        "A line for each message: when, in or out, protocol, message code, size of"
                                + " the payload, the peer's id, and the payload's beginning, as RLP"
                                + " if it is. Ctrl-C ends it. A node that sends more than can be"
                                + " shown says how many were left out; it is not slowed down.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  peerloom attach trace eth/69",
                        "  peerloom attach trace --bytes 256 --count 10 2f0c1a9e77b4d1c8");
        return spec;
    }

    /** The options of a trace, for this command and for {@code attach --trace}. */
    static void addOptions(CommandSpec spec) {
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print each message as one line of JSON."));
        spec.addOption(Specs.flag(RAW, "Show bytes as they are, not as RLP."));
        spec.addOption(
                number(
                        BYTES,
                        "How many of a payload's first bytes are shown, at most 1024 (default:"
                                + " 64)."));
        spec.addOption(number(COUNT, "End after so many messages."));
    }

    private static OptionSpec number(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("N")
                .type(String.class)
                .arity("1")
                .description(description)
                .build();
    }

    /** Shows messages until there were enough of them, or the process is asked to stop. */
    static int run(Invocation call, String filter) throws Exception {
        int bytes = number(call, BYTES, USUAL_BYTES);
        long count = number(call, COUNT, Integer.MAX_VALUE);
        try (IpcClient client = IpcClient.open(call.options().ipc())) {
            return StopSignal.during(() -> {}, () -> show(call, client, filter, bytes, count));
        }
    }

    private static int show(Invocation call, IpcClient client, String filter, int bytes, long count)
            throws RpcException, IOException {
        client.call("admin_subscribe", List.of("trace", filter, bytes), LIMIT);
        long shown = 0;
        while (shown < count && !call.out().checkError()) {
            JsonNode event = client.nextEvent().path("result");
            call.out()
                    .println(
                            call.has(JSON)
                                    ? RunningNodeCalls.line(event)
                                    : TraceLine.of(event, call.has(RAW)));
            shown += event.has("missed") ? 0 : 1;
        }
        return ExitCode.OK;
    }

    private static int number(Invocation call, String option, int fallback)
            throws ConfigurationException {
        String text = call.value(option).orElse(Integer.toString(fallback));
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(option, text, e);
        }
        throw wrong(option, text, new IllegalArgumentException("negative"));
    }

    private static ConfigurationException wrong(String option, String text, Exception cause) {
        return new ConfigurationException(
                "%s is \"%s\", but must be a whole number, 0 or more".formatted(option, text),
                cause);
    }
}
