package dev.peerloom.cli;

import dev.peerloom.cli.ipc.IpcClient;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.core.ConfigurationException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asks the node whose admin socket the settings name. */
final class RunningNodeCalls {
    /** Longer than the node gives any of its methods. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private RunningNodeCalls() {}

    static JsonNode ask(Invocation call, String method, List<?> params)
            throws ConfigurationException, IOException, RpcException {
        try (IpcClient client = IpcClient.open(call.options().ipc())) {
            return client.call(method, params, LIMIT);
        }
    }

    static String pretty(JsonNode tree) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }
}
