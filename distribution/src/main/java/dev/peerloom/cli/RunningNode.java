package dev.peerloom.cli;

import dev.peerloom.cli.admin.AdminMethods;
import dev.peerloom.cli.ipc.IpcServer;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Dispatcher;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.TimedRunner;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.startup.ClassCache;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;

import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** A node and the ways to its admin interface. Started by one thread, closed by one. */
final class RunningNode implements AutoCloseable {
    private final Node node;

    // What has been opened, the newest first.
    private final Deque<Runnable> opened = new ArrayDeque<>();

    private RunningNode(Node node) {
        this.node = node;
        opened.push(node::close);
    }

    /** Starts a node and opens its admin interface; if that cannot be, nothing is left running. */
    static RunningNode start(NodeConfig config, NodeOptions options) throws ConfigurationException {
        RunningNode running = new RunningNode(Node.start(config));
        boolean started = false;
        try {
            running.open(options);
            started = true;
            return running;
        } finally {
            if (!started) {
                running.close();
            }
        }
    }

    private void open(NodeOptions options) throws ConfigurationException {
        Limits limits = Limits.DEFAULT;
        Dispatcher dispatcher =
                new Dispatcher(
                        AdminMethods.of(node, Version.clientName()),
                        new TimedRunner(limits.running()),
                        limits);
        Deadlines deadlines = new Deadlines();
        opened.push(deadlines::close);
        Path socket = options.ipc();
        IpcServer ipc = IpcServer.start(socket, dispatcher, deadlines);
        opened.push(ipc::close);
        ClassCache.begin(options.home()).ifPresent(cache -> opened.push(cache::close));
        LoggerFactory.getLogger(RunningNode.class).info("admin interface at {}", socket);
    }

    Node node() {
        return node;
    }

    /** Closes the admin interface, then the node. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().run();
        }
    }
}
