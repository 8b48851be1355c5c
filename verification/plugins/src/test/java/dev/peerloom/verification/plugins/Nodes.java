package dev.peerloom.verification.plugins;

import dev.peerloom.api.Protocol;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;
import dev.peerloom.core.peer.Timing;
import dev.peerloom.core.plugin.PluginDeadlines;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Nodes that wait less than those of the network. */
final class Nodes {
    /**
     * As usual, but whoever hangs is given up soon; who does not read has as long as a machine that
     * is busy with other tests may keep from it those who would.
     */
    static final Timing HASTY =
            new Timing(
                    Timing.DEFAULT.handshake(),
                    Timing.DEFAULT.hello(),
                    Duration.ofMillis(50),
                    Timing.DEFAULT.ping(),
                    Timing.DEFAULT.readIdle(),
                    Duration.ofSeconds(3),
                    Timing.DEFAULT.write(),
                    Duration.ofMillis(300),
                    Timing.DEFAULT.pongGap());

    static final PluginDeadlines HASTY_PLUGINS =
            new PluginDeadlines(
                    Duration.ofMillis(2000), Duration.ofMillis(500), Duration.ofMillis(200));

    /** As usual, but whoever connects may take what a shared machine needs at its worst. */
    private static final Timing PATIENT =
            new Timing(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Timing.DEFAULT.tick(),
                    Timing.DEFAULT.ping(),
                    Timing.DEFAULT.readIdle(),
                    Timing.DEFAULT.unread(),
                    Timing.DEFAULT.write(),
                    Timing.DEFAULT.grace(),
                    Timing.DEFAULT.pongGap());

    private Nodes() {}

    /** The configuration of a node that lies in a folder, its plugins too. */
    static NodeConfig config(Path folder, Path plugins) {
        return NodeConfig.builder(NodeKey.generate())
                .dataDirectory(folder)
                .pluginsDirectory(plugins)
                .build();
    }

    /** A node that runs plugins, and gives them up soon. */
    static Node hasty(NodeConfig config) throws Exception {
        return start(config, HASTY, HASTY_PLUGINS);
    }

    /** A node that runs plugins, and waits long for hellos. */
    static Node patient(NodeConfig config) throws Exception {
        return start(config, PATIENT, PluginDeadlines.DEFAULT);
    }

    private static Node start(NodeConfig config, Timing timing, PluginDeadlines deadlines)
            throws Exception {
        Method start =
                Node.class.getDeclaredMethod(
                        "start", NodeConfig.class, List.class, Timing.class, PluginDeadlines.class);
        start.setAccessible(true);
        return (Node) start.invoke(null, config, List.of(), timing, deadlines);
    }

    /** A node that runs protocols of a test. */
    static Node of(Path folder, Protocol... protocols) throws Exception {
        return Node.start(
                NodeConfig.builder(NodeKey.generate()).dataDirectory(folder).build(),
                List.of(protocols));
    }
}
