package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginEvent.Kind;
import dev.peerloom.core.PluginStatus.State;

import org.pf4j.DefaultVersionManager;
import org.pf4j.Plugin;
import org.pf4j.PluginRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Starts and stops single plugins, and tells of it. Owned by the plugin host's thread. */
final class PluginStarter {
    private static final Logger LOG = LoggerFactory.getLogger(PluginStarter.class);

    private final PluginParts parts;

    PluginStarter(PluginParts parts) {
        this.parts = parts;
    }

    /** The order of the plugins as they are, and what is wrong with them. */
    Resolution resolve() {
        Resolution resolution = new Resolution(new DefaultVersionManager(), parts.systemVersion());
        Set<String> all =
                parts.set().slots().stream().map(s -> s.plugin().id()).collect(Collectors.toSet());
        resolution.resolve(parts.set().slots().stream().map(PluginSlot::plugin).toList(), all);
        return resolution;
    }

    /**
     * Starts a plugin and notes that it is ready.
     *
     * @return what went wrong; then the plugin has been let go again, and it has been told of
     */
    Optional<StartException> start(PluginPackage plugin) {
        Optional<StartException> failure = begin(plugin).or(() -> finish(plugin));
        failure.ifPresent(e -> tellFailed(plugin, e));
        return failure;
    }

    /**
     * Begins to start a plugin.
     *
     * @return what went wrong; then the plugin has been let go again, and nobody was told
     */
    Optional<StartException> begin(PluginPackage plugin) {
        for (String id : plugin.required()) {
            if (parts.manager().started(id).isEmpty()) {
                return Optional.of(
                        new StartException(
                                "it depends on the plugin " + id + ", which failed", id));
            }
        }
        return attempt(() -> parts.manager().begin(plugin));
    }

    /**
     * Waits for a plugin that was begun, and notes that it is ready.
     *
     * @return as {@link #begin} says
     */
    Optional<StartException> finish(PluginPackage plugin) {
        return attempt(
                () -> {
                    HostedPlugin started = parts.manager().finish(plugin);
                    PluginSlot ready = PluginSlot.resolved(plugin).ready(started.protocols());
                    parts.set().put(ready);
                    parts.events().tell(Kind.STARTED, plugin, String.valueOf(ready.protocols()));
                });
    }

    private static Optional<StartException> attempt(Runnable step) {
        try {
            step.run();
            return Optional.empty();
        } catch (StartException e) {
            return Optional.of(e);
        } catch (PluginRuntimeException e) {
            return Optional.of(new StartException(false, Text.message(e), e));
        }
    }

    /** The event and the log line of a plugin that failed to start. */
    void tellFailed(PluginPackage plugin, StartException e) {
        parts.events().tell(Kind.FAILED, plugin, Text.message(e));
        LOG.debug("plugin {} failed", plugin.id(), e);
    }

    /** Stops a plugin that runs and closes its class loader. */
    void stop(PluginSlot slot, String reason) {
        PluginPackage plugin = slot.plugin();
        parts.events().tell(Kind.STOPPING, plugin, reason);
        try {
            parts.manager().unload(plugin);
        } catch (RuntimeException e) {
            LOG.warn("plugin {} was not unloaded properly: {}", plugin.id(), Text.describe(e));
            LOG.debug("plugin {} was not unloaded properly", plugin.id(), e);
        }
        parts.events().tell(Kind.STOPPED, plugin, "");
        parts.set().put(PluginSlot.resolved(plugin));
    }

    /** Stops everything, dependents first. */
    void stopAll() {
        for (PluginSlot slot : parts.set().slots().reversed()) {
            if (slot.is(State.READY)) {
                stop(slot, "the node stops");
            }
        }
        parts.set().clear();
    }

    /** Part of PF4J's own form of plugins, not of ours: its protocols work, its methods do not. */
    void warnOfPluginClass(PluginPackage plugin) {
        String name = plugin.descriptor().getPluginClass();
        if (!name.equals(Plugin.class.getName())) {
            LOG.warn(
                    "plugin {}: its Plugin-Class {} is not used; a dev.peerloom.api.NodeService"
                            + " has start() and stop()",
                    plugin.id(),
                    Text.oneLine(name));
        }
    }
}
