package dev.peerloom.cli;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.NodeKey;

import picocli.CommandLine.Model.CommandSpec;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;

/** {@code peerloom key}: the private key that a node is known by. */
final class KeyCommand {
    private static final EnumSet<Setting> SETTINGS =
            EnumSet.of(
                    Setting.DATA_DIR,
                    Setting.CONFIG,
                    Setting.HOST,
                    Setting.PORT,
                    Setting.NODE_KEY_FILE);

    private static final String JSON = "--json";

    private KeyCommand() {}

    static CommandSpec spec() {
        CommandSpec group =
                Specs.command("key", "Makes and shows the key that a node is known by.");
        group.addOption(Specs.help());
        group.usageMessage().customSynopsis("peerloom key COMMAND [OPTIONS]");
        group.addSubcommand("generate", generateSpec());
        group.addSubcommand("show", showSpec());
        return group;
    }

    private static CommandSpec generateSpec() {
        CommandSpec spec =
                Specs.command(
                        "generate",
                        "Makes a node key and writes it to a file.",
                        KeyCommand::generate);
        Specs.settings(spec, SETTINGS);
        spec.addOption(Specs.flag(JSON, "Print a JSON object in place of the text."));
        spec.usageMessage()
                .customSynopsis("peerloom key generate [OPTIONS]")
                .description(
                        "The file gets 64 hexadecimal digits and permissions 0600; one that exists"
                                + " is left as it is. Shows the node's id and enode, with --host"
                                + " and --port as its address.")
                .footerHeading("%nExample:%n")
                .footer("  peerloom key generate --node-key-file node.key");
        return spec;
    }

    private static CommandSpec showSpec() {
        CommandSpec spec = Specs.command("show", "Shows a node's id and enode.", KeyCommand::show);
        Specs.settings(spec, SETTINGS);
        spec.addOption(Specs.flag(JSON, "Print a JSON object in place of the text."));
        spec.usageMessage()
                .customSynopsis("peerloom key show [OPTIONS]")
                .description(
                        "The address in the enode is what --host and --port say. The private key"
                                + " is not shown.")
                .footerHeading("%nExample:%n")
                .footer("  peerloom key show --host 192.0.2.7 --port 30303");
        return spec;
    }

    private static int generate(Invocation call) throws ConfigurationException {
        NodeOptions options = call.options();
        Path file = file(options);
        if (options.nodeKeyFile().isEmpty()) {
            DataDirectory.create(options.dataDir());
        }
        NodeKey key = NodeKey.generate();
        key.save(file);
        print(call, options, file, key);
        return ExitCode.OK;
    }

    private static int show(Invocation call) throws ConfigurationException {
        NodeOptions options = call.options();
        Path file = file(options);
        print(call, options, file, NodeKey.load(file));
        return ExitCode.OK;
    }

    private static Path file(NodeOptions options) throws ConfigurationException {
        Optional<Path> named = options.nodeKeyFile();
        return named.isPresent() ? named.get() : DataDirectory.keyFile(options.dataDir());
    }

    private static void print(Invocation call, NodeOptions options, Path file, NodeKey key)
            throws ConfigurationException {
        NodeId id = key.id();
        Enode enode =
                RunCommand.reachable(new Enode(id, options.host(), options.port(), options.port()));
        if (call.has(JSON)) {
            ObjectNode answer = JsonMapper.shared().createObjectNode();
            answer.put("file", file.toString());
            answer.put("id", id.toString());
            answer.put("enode", enode.toString());
            call.out().println(answer);
            return;
        }
        call.out().println("file   " + file);
        call.out().println("id     " + id);
        call.out().println("enode  " + enode);
    }
}
