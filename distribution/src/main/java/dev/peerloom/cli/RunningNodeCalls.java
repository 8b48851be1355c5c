package dev.peerloom.cli;

import dev.peerloom.cli.ipc.IpcClient;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.core.ConfigurationException;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asks the node whose admin socket the settings name. */
final class RunningNodeCalls {
    /** Longer than the node gives any of its methods. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    /** In ASCII: a peer's name may have characters that steer a terminal, also beyond ASCII. */
    private static final JsonMapper ASCII =
            JsonMapper.builder(
                            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
                    .build();

    private RunningNodeCalls() {}

    static JsonNode ask(Invocation call, String method, List<?> params)
            throws ConfigurationException, IOException, RpcException {
        try (IpcClient client = IpcClient.open(call.options().ipc())) {
            return client.call(method, params, LIMIT);
        }
    }

    /** A tree for people and programs. */
    static String pretty(JsonNode tree) {
        return ASCII.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    /** A tree of nodes, maps and lists as one line. */
    static String line(Object tree) {
        return ASCII.writeValueAsString(tree);
    }
}
