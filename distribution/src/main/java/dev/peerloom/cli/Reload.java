package dev.peerloom.cli;

import dev.peerloom.cli.settings.LogLevel;
import dev.peerloom.cli.settings.NodeOptions;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.cli.settings.Value;
import dev.peerloom.core.ConfigurationException;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the configuration of a running node again and takes over what can change. Guarded by its
 * monitor: one reading at a time.
 */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Node node;
    private final RunCommand.Reading reading;
    private final Configure configure;
    private final NodeOptions atStart;
    private NodeOptions current;

    /** Makes a node's configuration of its options. */
    @FunctionalInterface
    interface Configure {
        NodeConfig of(NodeOptions options) throws ConfigurationException;
    }

    /**
     * Of a node that was started.
     *
     * @param options what it was started with
     * @param reading reads the options anew
     */
    Reload(Node node, NodeOptions options, RunCommand.Reading reading, Configure configure) {
        this.node = node;
        this.atStart = options;
        this.current = options;
        this.reading = reading;
        this.configure = configure;
    }

    /** Reads and takes over; a mistake in the configuration leaves everything as it was. */
    synchronized void run() {
        try {
            NodeOptions next = reading.options();
            next.check();
            LogLevel level = next.logLevel(LogLevel.INFO);
            node.reconfigure(configure.of(next));
            Logging.change(level);
            tell(next);
            current = next;
        } catch (ConfigurationException e) {
            LOG.error(
                    "The configuration was read again and has a mistake; everything stays as it"
                            + " was: {}",
                    e.getMessage());
        }
    }

    private void tell(NodeOptions next) {
        List<String> changed = new ArrayList<>();
        Set<String> fixed = new TreeSet<>();
        for (Setting setting : Setting.values()) {
            if (setting.canChange() && !texts(setting, current).equals(texts(setting, next))) {
                changed.add(setting.key());
            }
            // Against the start: what was not taken over the last time still is not.
            if (!setting.canChange() && !texts(setting, atStart).equals(texts(setting, next))) {
                fixed.add(setting.key());
            }
        }
        next.plugins()
                .forEach(
                        (id, section) -> {
                            if (!section.equals(atStart.plugins().get(id))) {
                                fixed.add("plugins." + id);
                            }
                        });
        atStart.plugins().keySet().stream()
                .filter(id -> !next.plugins().containsKey(id))
                .forEach(id -> fixed.add("plugins." + id));
        LOG.info(
                "The configuration was read again; changed: {}",
                changed.isEmpty() ? "nothing" : String.join(", ", changed));
        if (!fixed.isEmpty()) {
            LOG.warn(
                    "Changed in the configuration, but taken over by a restart only: {}",
                    String.join(", ", fixed));
        }
    }

    private static List<String> texts(Setting setting, NodeOptions options) {
        // What plugins were given is compared as a whole, wherever it was written.
        return setting == Setting.SET
                ? List.of()
                : options.written(setting).stream().map(Value::text).toList();
    }
}
