package dev.peerloom.api;

import java.util.Collection;

/** State that lives with the node, any number of protocols over it. */
public interface NodeService {
    Collection<? extends Protocol> start(NodeContext node) throws Exception;

    default void stop() throws Exception {}
}
