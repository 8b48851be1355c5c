package dev.peerloom.cli;

import dev.peerloom.cli.reference.CommandsPage;
import dev.peerloom.cli.reference.NodePages;
import dev.peerloom.cli.reference.SettingsPage;
import dev.peerloom.cli.settings.LogLevel;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Run by the build of the documentation site: writes what commands, settings, methods, metrics and
 * events there are, as documents. A node on loopback is started for that and stopped again.
 */
public final class ReferenceMain {
    private ReferenceMain() {}

    /** Takes the folder to write to, and that of the plugins. */
    public static void main(String[] args) throws Exception {
        Logging.configure(LogLevel.WARN);
        Path folder = Files.createDirectories(Path.of(args[0]));
        Path data = Files.createDirectories(folder.resolveSibling("reference-node"));
        Files.writeString(
                folder.resolve("commands.md"),
                CommandsPage.of(Cli.commandLine(Brand.current()).getCommandSpec()));
        Files.writeString(folder.resolve("configuration.md"), SettingsPage.write());
        Files.writeString(folder.resolve("events.md"), NodePages.events());
        NodeConfig config =
                NodeConfig.builder(NodeKey.generate())
                        .clientName(Version.clientName())
                        .host("127.0.0.1")
                        .dataDirectory(data)
                        .pluginsDirectory(Path.of(args[1]))
                        .build();
        try (Node node = Node.start(config)) {
            Files.writeString(
                    folder.resolve("methods.md"), NodePages.methods(node, Version.clientName()));
            Files.writeString(folder.resolve("metrics.md"), NodePages.metrics(node));
        }
    }
}
