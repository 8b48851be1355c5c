package dev.peerloom.cli.admin;

import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.verify.ReportJson;
import dev.peerloom.cli.verify.Verifier;
import dev.peerloom.cli.verify.VerifyOptions;
import dev.peerloom.cli.verify.VerifyReport;
import dev.peerloom.core.Node;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** The methods of the namespace {@code plugin}. */
final class PluginMethods {
    /** Starting has a deadline of its own, and closing links in order another one. */
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String ID = "the plugin's id";

    private final Node node;
    private final Semaphore verifying = new Semaphore(1);

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
        methods.put(
                "plugin_verify",
                Method.slow(
                        LIMIT,
                        (params, _) -> verify(params.atMost(1).string(0, "the jar or folder"))));
    }

    /** It runs in a process of its own, with a JVM's memory: one at a time. */
    private JsonNode verify(String file) throws Exception {
        if (!verifying.tryAcquire()) {
            throw new RpcException(
                    RpcException.FAILED, "another plugin is being verified: ask again later");
        }
        try {
            Verifier verifier = new Verifier(_ -> {});
            long seed = new SecureRandom().nextLong() & Long.MAX_VALUE;
            VerifyReport report = verifier.verify(Path.of(file), VerifyOptions.of(seed));
            return ReportJson.of(List.of(report)).get(0);
        } finally {
            verifying.release();
        }
    }
}
