package dev.peerloom.cli;

import dev.peerloom.cli.settings.Durations;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The commands of {@code peerloom attach} that say whom the node connects to and keeps out. */
final class PeerCommands {
    private static final String TRUSTED = "--trusted";
    private static final String FOR = "--for";
    private static final String REASON = "--reason";
    private static final String JSON = "--json";

    private PeerCommands() {}

    static void addTo(CommandSpec group) {
        group.addSubcommand("add", add());
        group.addSubcommand("remove", remove());
        group.addSubcommand(
                "dials",
                AttachCommand.table(
                        "dials",
                        "Lists what became of the dials, those to come first.",
                        "admin_dialStatus",
                        List.of("ENODE", "STATIC", "STATE", "ATTEMPTS", "NEXT", "LAST FAILURE"),
                        PeerCommands::dial));
        group.addSubcommand("ban", ban());
        group.addSubcommand("unban", unban());
        group.addSubcommand(
                "bans",
                AttachCommand.table(
                        "bans",
                        "Lists the bans.",
                        "admin_bans",
                        List.of("TARGET", "SINCE", "UNTIL", "REASON"),
                        PeerCommands::banned));
    }

    private static CommandSpec add() {
        CommandSpec spec =
                command(
                        "add",
                        "Keeps the node connected to a peer from now on.",
                        "ENODE",
                        "The peer to connect to.",
                        call -> {
                            String peer = call.arguments().getFirst();
                            boolean trusted = call.has(TRUSTED);
                            JsonNode answer = ask(call, "admin_addPeer", peer);
                            if (trusted) {
                                ask(call, "admin_addTrustedPeer", peer);
                            }
                            return tell(
                                    call,
                                    answer,
                                    "added; 'peerloom attach dials' tells what becomes of it");
                        });
        spec.addOption(
                Specs.flag(TRUSTED, "Let it connect when there are --max-peers already, too."));
        return spec;
    }

    private static CommandSpec remove() {
        return command(
                "remove",
                "Disconnects a peer, and connects to it no more.",
                "ENODE|NODE-ID",
                "The peer; it is no trusted one any more either.",
                call -> {
                    String peer = call.arguments().getFirst();
                    JsonNode answer = ask(call, "admin_removePeer", peer);
                    ask(call, "admin_removeTrustedPeer", peer);
                    return tell(call, answer, "removed");
                });
    }

    private static CommandSpec ban() {
        CommandSpec spec =
                command(
                        "ban",
                        "Keeps a node, an address or a network out.",
                        "NODE-ID|ENODE|IP|CIDR",
                        "Whom to ban.",
                        PeerCommands::ban);
        spec.addOption(
                OptionSpec.builder(FOR)
                        .paramLabel("TIME")
                        .type(String.class)
                        .arity("1")
                        .description(
                                "How long, such as 90s, 15m, 12h or 30d (default: until it is"
                                        + " unbanned).")
                        .build());
        spec.addOption(
                OptionSpec.builder(REASON)
                        .paramLabel("TEXT")
                        .type(String.class)
                        .arity("1")
                        .description("Why: shown in the list of bans and in the log.")
                        .build());
        return spec;
    }

    private static int ban(Invocation call) throws Exception {
        Optional<String> time = call.value(FOR);
        long seconds = 0;
        if (time.isPresent()) {
            try {
                seconds = Durations.parse(time.get()).toSeconds();
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(FOR + ": " + e.getMessage(), e);
            }
        }
        JsonNode ban =
                ask(
                        call,
                        "admin_banPeer",
                        call.arguments().getFirst(),
                        seconds,
                        call.value(REASON).orElse(""));
        String until = ban.path("until").asString("it is unbanned");
        String target = Lines.escape(ban.path("target").asString());
        return tell(call, ban, "%s is banned until %s".formatted(target, until));
    }

    private static CommandSpec unban() {
        return command(
                "unban",
                "Ends a ban.",
                "NODE-ID|ENODE|IP|CIDR",
                "Who was banned, as 'bans' shows it.",
                call -> {
                    JsonNode was = ask(call, "admin_unbanPeer", call.arguments().getFirst());
                    tell(call, was, was.asBoolean() ? "unbanned" : "there was no such ban");
                    return was.asBoolean() ? ExitCode.OK : ExitCode.FAILED;
                });
    }

    private static CommandSpec command(
            String name, String header, String label, String description, Action action) {
        CommandSpec spec = Specs.command(name, header, action);
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel(label)
                        .type(String.class)
                        .arity("1")
                        .required(true)
                        .description(description)
                        .build());
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(Specs.flag(JSON, "Print the node's JSON answer in place of the text."));
        spec.usageMessage().customSynopsis("peerloom attach " + name + " [OPTIONS] " + label);
        return spec;
    }

    private static int tell(Invocation call, JsonNode answer, String text) {
        call.out().println(call.has(JSON) ? RunningNodeCalls.pretty(answer) : text);
        return ExitCode.OK;
    }

    private static JsonNode ask(Invocation call, String method, Object... params) throws Exception {
        return RunningNodeCalls.ask(call, method, List.of(params));
    }

    private static List<String> dial(JsonNode dial) {
        return List.of(
                dial.path("enode").asString(),
                dial.path("static").asBoolean() ? "yes" : "no",
                dial.path("state").asString(),
                dial.path("attempts").asString(),
                dial.path("nextAttempt").asString(""),
                dial.path("lastFailure").asString(""));
    }

    private static List<String> banned(JsonNode ban) {
        List<String> row = new ArrayList<>();
        row.add(ban.path("target").asString());
        row.add(ban.path("since").asString());
        row.add(ban.path("until").asString(""));
        row.add(ban.path("reason").asString());
        return row;
    }
}
