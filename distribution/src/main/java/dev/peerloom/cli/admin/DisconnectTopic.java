package dev.peerloom.cli.admin;

import dev.peerloom.cli.rpc.Params;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.rpc.Topic;
import dev.peerloom.core.Node;

import java.util.function.Consumer;

/** {@code admin_disconnects} as a subscription: each session that ends or fails, as it does. */
final class DisconnectTopic implements Topic {
    private final Node node;

    DisconnectTopic(Node node) {
        this.node = node;
    }

    @Override
    public Runnable start(Params params, Consumer<Object> sink) throws RpcException {
        params.atMost(0);
        return node.onDisconnect(record -> sink.accept(PeerShapes.disconnect(record)));
    }
}
