package dev.peerloom.cli;

import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.PluginSigningKey;
import dev.peerloom.core.Plugins;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code peerloom plugin sign}: signatures that nodes can check. */
final class PluginSignCommand {
    private static final String KEY = "--key";
    private static final String GENERATE = "--generate-key";
    private static final String JSON = "--json";

    private PluginSignCommand() {}

    static CommandSpec spec() {
        CommandSpec spec = Specs.command("sign", "Signs plugins.", PluginSignCommand::sign);
        spec.addOption(
                OptionSpec.builder(KEY)
                        .paramLabel("FILE")
                        .type(File.class)
                        .required(true)
                        .arity("1")
                        .description(
                                "The Ed25519 private key: a PEM file that only its owner can read.")
                        .build());
        spec.addOption(
                Specs.flag(GENERATE, "Make the key first; a file that exists is left as it is."));
        spec.addOption(Specs.flag(JSON, "Print a JSON object in place of the text."));
        spec.addPositional(Specs.plugins("0..*"));
        spec.usageMessage()
                .customSynopsis("peerloom plugin sign --key FILE [--generate-key] JAR...")
                .description(
                        "Writes JAR.sig beside each jar or folder, and prints the public key, which"
                                + " nodes take as --plugin-key. Keys and signatures are those of"
                                + " openssl: 'genpkey -algorithm ed25519' makes such a key, and"
                                + " 'pkeyutl -sign -rawin' the same signature.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  peerloom plugin sign --generate-key --key release.pem chat.jar",
                        "  peerloom run --plugin-key MCowBQYDK2VwAyEA...");
        return spec;
    }

    private static int sign(Invocation call) throws ConfigurationException {
        List<Path> plugins = call.plugins();
        if (plugins.isEmpty() && !call.has(GENERATE)) {
            throw new ConfigurationException("which plugins to sign? name their jars or folders");
        }
        Path file = Invocation.path(call.value(KEY).orElseThrow());
        if (call.has(GENERATE)) {
            PluginSigningKey.generate().save(file);
        }
        PluginSigningKey key = PluginSigningKey.load(file);
        List<String> signatures = new ArrayList<>();
        for (Path plugin : plugins) {
            // What is no plugin is not signed by mistake.
            dev.peerloom.cli.inspect.PluginFile.read(plugin);
            signatures.add(Plugins.sign(plugin, key).toString());
        }
        if (call.has(JSON)) {
            ObjectNode answer = JsonMapper.shared().createObjectNode();
            signatures.forEach(answer.putArray("signed")::add);
            answer.put("key", key.publicKey().toString());
            call.out().println(answer);
            return ExitCode.OK;
        }
        signatures.forEach(signature -> call.out().println("signed  " + signature));
        call.out().println("key     " + key.publicKey());
        return ExitCode.OK;
    }
}
