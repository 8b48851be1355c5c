package dev.peerloom.cli.admin;

import dev.peerloom.cli.rpc.Params;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.Topic;
import dev.peerloom.core.Node;
import dev.peerloom.core.TracedMessage;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code admin_trace}: the messages of protocols as they pass. Who is too slow for them misses
 * some, and is told how many.
 */
final class TraceTopic implements Topic {
    private static final int USUAL_BYTES = 64;

    private final Node node;

    TraceTopic(Node node) {
        this.node = node;
    }

    @Override
    public Runnable start(Params params, Consumer<Object> sink) throws RpcException {
        params.atMost(2);
        TraceFilter filter =
                TraceFilter.parse(params.optionalString(0, "a peer or a protocol").orElse(""));
        int bytes =
                params.integer(
                        1,
                        "how many of a message's first bytes",
                        0,
                        Node.MAX_TRACED_BYTES,
                        USUAL_BYTES);
        return node.trace(filter, bytes, message -> sink.accept(shape(message)));
    }

    @Override
    public boolean isLossy() {
        return true;
    }

    private static Map<String, Object> shape(TracedMessage message) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("at", message.at().toString());
        shape.put("peer", PeerShapes.id(message.peer().id()));
        shape.put("direction", message.inbound() ? "in" : "out");
        shape.put("protocol", message.capability().toString());
        shape.put("code", message.code());
        shape.put("size", message.size());
        shape.put("data", "0x" + HexFormat.of().formatHex(message.start()));
        return shape;
    }
}
