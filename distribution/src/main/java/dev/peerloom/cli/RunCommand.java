package dev.peerloom.cli;

import dev.peerloom.api.Enode;
import dev.peerloom.cli.dev.DevPlugin;
import dev.peerloom.cli.settings.LogLevel;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.startup.Selectors;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** {@code peerloom run}: one node, until the process is asked to stop. */
final class RunCommand {
    private RunCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "run",
                        "Runs a node until it is asked to stop.",
                        call -> run(call::options, call.out()));
        Specs.settings(spec, EnumSet.allOf(Setting.class));
        spec.usageMessage()
                .customSynopsis("peerloom run [OPTIONS]")
                .description(
                        "Loads the plugins, listens, and connects to the peers that were named."
                                + " Once it accepts connections it prints one line on standard"
                                + " output,",
                        "",
                        "  READY enode://<node id>@<host>:<port>",
                        "",
                        "which another node takes as --peer. Logs go to standard error. SIGTERM"
                                + " and SIGINT stop it within 12 s: peers are told, plugins are"
                                + " stopped. SIGHUP has it read its configuration file again:"
                                + " limits, static and trusted peers, bans, net-restrict and the"
                                + " log level change; what else has changed is named in the log"
                                + " and takes a restart.",
                        "",
                        "Every option is an environment variable too (PEERLOOM_MAX_PEERS; lists"
                                + " with commas) and a key of the configuration file (max-peers ="
                                + " 50; plugin settings in sections: [plugins.eth]). An option"
                                + " comes before the environment, the environment before the"
                                + " file.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  peerloom run --port 0 --data-dir /tmp/node",
                        "  peerloom run --peer enode://...@192.0.2.7:30303 --max-peers 10",
                        "  peerloom run --set eth.genesis=genesis.json --set eth.chain=chain.rlp",
                        "  peerloom run --dev-plugin chat --set chat.nick=ada",
                        "  PEERLOOM_LOG_LEVEL=debug peerloom run --config node.toml");
        return spec;
    }

    /** Where the options come from: read when the node starts, and again on SIGHUP. */
    @FunctionalInterface
    interface Reading {
        NodeOptions options() throws ConfigurationException;
    }

    /** Runs a node; ends with the process, or with what kept the node from starting. */
    static int run(Reading reading, PrintStream out) throws Exception {
        NodeOptions options = reading.options();
        Logging.configure(options.logLevel(LogLevel.INFO));
        Selectors.nameTheJdksOwn();
        Node.prepare();
        // Before a folder or a key is made: what cannot run leaves nothing behind.
        options.check();
        try (DataDirectory data = DataDirectory.open(options.dataDir())) {
            Optional<DevPlugin> dev = devPlugin(options);
            NodeKey key = data.key(options.nodeKeyFile());
            NodeConfig config = config(options, key, dev);
            AtomicReference<RunningNode> running = new AtomicReference<>();
            return StopSignal.during(
                    () -> stop(running.get()),
                    () -> {
                        RunningNode node = RunningNode.start(config, options);
                        running.set(node);
                        Reload reload =
                                new Reload(
                                        node.node(),
                                        options,
                                        reading,
                                        next -> config(next, key, dev));
                        HangUpSignal.onEach(reload::run);
                        ready(out, node.node(), options);
                        untilStopped(node.node(), dev);
                        return ExitCode.OK;
                    });
        }
    }

    private static Optional<DevPlugin> devPlugin(NodeOptions options)
            throws ConfigurationException {
        Optional<Path> project = options.devPlugin();
        return project.isPresent()
                ? Optional.of(
                        DevPlugin.prepare(project.get(), options.dataDir().resolve("dev-plugin")))
                : Optional.empty();
    }

    /** The signal's hook ends the process. */
    private static void untilStopped(Node node, Optional<DevPlugin> dev)
            throws InterruptedException {
        if (dev.isPresent()) {
            dev.get().watch(node::reloadPlugin);
        }
        new CountDownLatch(1).await();
    }

    private static void ready(PrintStream out, Node node, NodeOptions options)
            throws ConfigurationException {
        tell(options);
        out.println("READY " + reachable(node.enode()));
        out.flush();
    }

    private static NodeConfig config(NodeOptions options, NodeKey key, Optional<DevPlugin> dev)
            throws ConfigurationException {
        return RunConfig.of(options, key, dev.map(DevPlugin::folder));
    }

    private static void tell(NodeOptions options) throws ConfigurationException {
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        Brand brand = Brand.current();
        if (!brand.own()) {
            log.info(
                    "{} {}, made of peerloom {}{}",
                    brand.name(),
                    brand.version(),
                    Version.number(),
                    brand.banner().isEmpty() ? "" : ": " + brand.banner());
        }
        options.warnings().forEach(log::warn);
        if (options.pluginsDir().isEmpty() && options.devPlugin().isEmpty()) {
            log.warn(
                    "no plugins directory: this node speaks no protocol; name one with"
                            + " --plugins-dir");
        }
        if (!options.bootnodes().isEmpty()) {
            log.info(
                    "bootnodes are kept for discovery, which is not part of this version; to"
                            + " connect to a node use --peer");
        }
    }

    private static void stop(@org.jspecify.annotations.Nullable RunningNode node) {
        if (node != null) {
            LoggerFactory.getLogger(RunCommand.class)
                    .info("stopping, {} peers connected", node.node().peers().size());
            node.close();
        }
    }

    /** An address that others can use: one that stands for all is replaced by loopback. */
    static Enode reachable(Enode enode) {
        String host =
                switch (enode.host()) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::", "[::]", "0:0:0:0:0:0:0:0", "[0:0:0:0:0:0:0:0]" -> "::1";
                    default -> enode.host();
                };
        return new Enode(enode.id(), host, enode.tcpPort(), enode.udpPort());
    }
}
