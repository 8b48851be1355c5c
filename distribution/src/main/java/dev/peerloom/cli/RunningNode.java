package dev.peerloom.cli;

import dev.peerloom.cli.admin.AdminMethods;
import dev.peerloom.cli.http.Answers;
import dev.peerloom.cli.http.HttpServer;
import dev.peerloom.cli.ipc.IpcServer;
import dev.peerloom.cli.live.ProgressWatch;
import dev.peerloom.cli.metrics.MetricsText;
import dev.peerloom.cli.rpc.Deadlines;
import dev.peerloom.cli.rpc.Dispatcher;
import dev.peerloom.cli.rpc.Limits;
import dev.peerloom.cli.rpc.Runner;
import dev.peerloom.cli.rpc.TimedRunner;
import dev.peerloom.cli.settings.HttpSettings;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.startup.ClassCache;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A node and the ways to its admin interface. Started by one thread, closed by one. */
final class RunningNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);
    private static final Duration STUCK = Duration.ofSeconds(1);

    private final Node node;

    // What has been opened, the newest first; and what is closed after the node, the newest first.
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private final Deque<Runnable> closedLast = new ArrayDeque<>();

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
        Runner runner = new TimedRunner(limits.running());
        Dispatcher dispatcher =
                new Dispatcher(AdminMethods.of(node, Version.clientName()), runner, limits);
        Deadlines deadlines = new Deadlines();
        closedLast.push(deadlines::close);
        Path socket = options.ipc();
        IpcServer ipc = IpcServer.start(socket, dispatcher, deadlines);
        opened.push(ipc::close);
        LOG.info("admin interface at {}", socket);
        Optional<HttpSettings> http = options.http();
        if (http.isPresent()) {
            openHttp(http.get(), dispatcher, runner, deadlines);
        }
        Logging.terminal()
                .map(terminal -> ProgressWatch.start(node::metrics, terminal))
                .ifPresent(watch -> opened.push(watch::close));
        ClassCache.begin(options.home()).ifPresent(cache -> opened.push(cache::close));
    }

    /** It stays open until the node has stopped, to say that it is stopping. */
    private void openHttp(
            HttpSettings settings, Dispatcher dispatcher, Runner runner, Deadlines deadlines)
            throws ConfigurationException {
        Answers answers =
                new Answers(
                        Brand.current(),
                        dispatcher,
                        runner,
                        new MetricsText(node)::write,
                        this::isReady);
        HttpServer server = HttpServer.start(settings, answers, deadlines);
        closedLast.push(server::close);
        opened.push(server::stopping);
        LOG.info(
                "admin interface at http://{}:{}",
                settings.address().getHostString(),
                server.port());
    }

    /** Whether the node takes connections and each event loop came to its tasks within a second. */
    private boolean isReady() {
        return node.statistics().loopLags().stream().allMatch(lag -> lag.compareTo(STUCK) < 0);
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
        while (!closedLast.isEmpty()) {
            closedLast.pop().run();
        }
    }
}
