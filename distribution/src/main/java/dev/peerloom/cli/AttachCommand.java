package dev.peerloom.cli;

import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** {@code peerloom attach}: asks a running node over its admin socket. */
final class AttachCommand {
    private static final String JSON = "--json";
    private static final String TRACE = "--trace";

    private AttachCommand() {}

    static CommandSpec spec() {
        CommandSpec group =
                Specs.command(
                        "attach",
                        "Asks a running node over its admin socket.",
                        AttachCommand::trace);
        group.addOption(
                OptionSpec.builder(TRACE)
                        .paramLabel("PEER|PROTOCOL")
                        .type(String.class)
                        .arity("1")
                        .description("The same as 'peerloom attach trace PEER|PROTOCOL'.")
                        .build());
        TraceCommand.addOptions(group);
        group.usageMessage()
                .customSynopsis(
                        "peerloom attach COMMAND [OPTIONS]",
                        "       peerloom attach --trace PEER|PROTOCOL [OPTIONS]");
        group.addSubcommand(
                "peers",
                table(
                        "peers",
                        "Lists the connected peers.",
                        "admin_peers",
                        List.of("ID", "DIRECTION", "ADDRESS", "CLIENT", "PROTOCOLS"),
                        AttachCommand::peer));
        group.addSubcommand(
                "plugins",
                table(
                        "plugins",
                        "Lists the plugins, with what went wrong with each.",
                        "plugin_list",
                        List.of("ID", "VERSION", "STATE", "PROTOCOLS", "FAULTS", "PROBLEM"),
                        AttachCommand::plugin));
        group.addSubcommand(
                "disconnects",
                table(
                        "disconnects",
                        "Lists how the last sessions ended, or why they never began.",
                        "admin_disconnects",
                        List.of("AT", "DIRECTION", "PHASE", "ADDRESS", "CLOSED BY", "DETAIL"),
                        AttachCommand::disconnect));
        PeerCommands.addTo(group);
        group.addSubcommand("metrics", MetricsCommand.spec());
        group.addSubcommand("trace", TraceCommand.spec());
        group.addSubcommand("top", TopCommand.spec());
        group.addSubcommand("call", callSpec());
        group.addSubcommand("chat", ChatCommand.spec());
        return group;
    }

    /** Without a command: a trace, or what commands there are. */
    private static int trace(Invocation call) throws Exception {
        Optional<String> filter = call.value(TRACE);
        if (filter.isPresent()) {
            return TraceCommand.run(call, filter.get());
        }
        call.parsed().commandSpec().commandLine().usage(call.out());
        return ExitCode.OK;
    }

    /** What a row shows of one object. */
    @FunctionalInterface
    interface Row {
        List<String> cells(JsonNode object);
    }

    static CommandSpec table(
            String name, String header, String method, List<String> columns, Row row) {
        CommandSpec spec = Specs.command(name, header, call -> print(call, method, columns, row));
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print the node's JSON answer in place of the table."));
        spec.usageMessage().customSynopsis("peerloom attach " + name + " [OPTIONS]");
        return spec;
    }

    private static int print(Invocation call, String method, List<String> columns, Row row)
            throws Exception {
        JsonNode answer = RunningNodeCalls.ask(call, method, List.of());
        if (call.has(JSON)) {
            call.out().println(RunningNodeCalls.pretty(answer));
            return ExitCode.OK;
        }
        Table table = new Table("");
        table.row(columns.toArray(String[]::new));
        for (JsonNode object : answer) {
            table.row(row.cells(object).stream().map(Lines::escape).toArray(String[]::new));
        }
        call.out()
                .print(
                        answer.isEmpty()
                                ? "none" + System.lineSeparator()
                                : table.toString(call.colour()));
        return ExitCode.OK;
    }

    private static List<String> peer(JsonNode peer) {
        JsonNode network = peer.path("network");
        return List.of(
                peer.path("id").asString().substring(0, 16),
                network.path("inbound").asBoolean() ? "inbound" : "outbound",
                network.path("remoteAddress").asString(),
                peer.path("name").asString(),
                String.join(" ", peer.path("protocols").propertyNames()));
    }

    private static List<String> plugin(JsonNode plugin) {
        long faults = 0;
        for (JsonNode fault : plugin.path("faults")) {
            faults += fault.path("count").asLong();
        }
        JsonNode all = plugin.path("faults");
        String last = all.isEmpty() ? "" : all.get(all.size() - 1).path("what").asString();
        return List.of(
                plugin.path("id").asString(),
                plugin.path("version").asString(),
                plugin.path("state").asString(),
                String.join(" ", plugin.path("protocols").propertyNames()),
                Long.toString(faults),
                plugin.path("problem").asString(last));
    }

    private static List<String> disconnect(JsonNode record) {
        return List.of(
                record.path("at").asString(),
                record.path("direction").asString(),
                record.path("phase").asString(),
                record.path("remoteAddress").asString(),
                record.path("closedBy").asString(),
                record.path("detail").asString());
    }

    private static CommandSpec callSpec() {
        CommandSpec spec =
                Specs.command("call", "Calls a method and prints its answer.", AttachCommand::call);
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print the answer, which is JSON, as one line."));
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("METHOD [PARAM...]")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1..*")
                        .required(true)
                        .description(
                                "The method, and its parameters: each is JSON, or a text if it is"
                                        + " none.")
                        .build());
        spec.usageMessage()
                .customSynopsis("peerloom attach call [OPTIONS] METHOD [PARAM...]")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  peerloom attach call admin_nodeInfo",
                        "  peerloom attach call chat_say hello");
        return spec;
    }

    private static int call(Invocation call) throws Exception {
        List<String> arguments = call.arguments();
        List<JsonNode> params = new ArrayList<>();
        for (String argument : arguments.subList(1, arguments.size())) {
            params.add(tree(argument));
        }
        JsonNode answer = RunningNodeCalls.ask(call, arguments.getFirst(), params);
        call.out()
                .println(
                        call.has(JSON)
                                ? RunningNodeCalls.line(answer)
                                : RunningNodeCalls.pretty(answer));
        return ExitCode.OK;
    }

    private static JsonNode tree(String argument) throws ConfigurationException {
        try {
            return JsonMapper.shared().readTree(argument);
        } catch (JacksonException e) {
            // What looks like a tree was meant as one; everything else is a text.
            if (argument.startsWith("{") || argument.startsWith("[")) {
                throw new ConfigurationException("not JSON: " + Lines.escape(argument), e);
            }
            return JsonMapper.shared().getNodeFactory().stringNode(argument);
        }
    }
}
