package dev.peerloom.core.plugin;

import dev.peerloom.api.Capability;
import dev.peerloom.core.PluginStatus;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin that was taken in, and how far it has come. Immutable.
 *
 * @param plugin what it is made of; the copies of its jars are there as long as the slot is
 * @param state how far it has come
 * @param problem why it failed
 * @param protocols what it offers
 * @param waitsFor the plugin because of which it failed: it is tried again when that one has
 *     changed
 */
record PluginSlot(
        PluginPackage plugin,
        PluginStatus.State state,
        Optional<String> problem,
        Map<Capability, Integer> protocols,
        Optional<String> waitsFor) {

    static PluginSlot resolved(PluginPackage plugin) {
        return new PluginSlot(
                plugin, PluginStatus.State.RESOLVED, Optional.empty(), Map.of(), Optional.empty());
    }

    PluginSlot ready(Map<Capability, Integer> offered) {
        return new PluginSlot(
                plugin,
                PluginStatus.State.READY,
                Optional.empty(),
                Map.copyOf(offered),
                Optional.empty());
    }

    PluginSlot failed(String why, Optional<String> because) {
        return new PluginSlot(
                plugin, PluginStatus.State.FAILED, Optional.of(why), Map.of(), because);
    }

    PluginSlot withFile(Path file) {
        return new PluginSlot(plugin.withFile(file), state, problem, protocols, waitsFor);
    }

    boolean is(PluginStatus.State wanted) {
        return state == wanted;
    }

    PluginStatus status() {
        return plugin.status(state, problem, protocols);
    }
}
