package dev.peerloom.cli.admin;

import dev.peerloom.cli.rpc.Method;
import dev.peerloom.core.Node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The methods of the namespace {@code plugin}. */
final class PluginMethods {
    /** Starting has a deadline of its own, and closing links in order another one. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String ID = "the plugin's id";

    private final Node node;

    PluginMethods(Node node) {
        this.node = node;
    }

    void addTo(Map<String, Method> methods) {
        methods.put(
                "plugin_list",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return node.plugins().stream().map(PluginShapes::plugin).toList();
                        }));
        methods.put(
                "plugin_load",
                Method.slow(
                        LIMIT,
                        (params, _) -> {
                            String file = params.atMost(1).string(0, "the jar or folder");
                            return PluginShapes.plugin(node.loadPlugin(Path.of(file)));
                        }));
        methods.put(
                "plugin_unload",
                Method.slow(
                        LIMIT,
                        (params, _) -> {
                            node.unloadPlugin(params.atMost(1).string(0, ID));
                            return true;
                        }));
        methods.put(
                "plugin_reload",
                Method.slow(
                        LIMIT,
                        (params, _) ->
                                PluginShapes.plugin(
                                        node.reloadPlugin(params.atMost(1).string(0, ID)))));
    }
}
