package dev.peerloom.plugin.eth;

import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.Protocol;

import java.util.Collection;
import java.util.List;

/** t. */
public final class EthService implements NodeService {
    /** Made by the node. */
    public EthService() {}

    @Override
    public Collection<? extends Protocol> start(NodeContext node) {
        return List.of();
    }
}
