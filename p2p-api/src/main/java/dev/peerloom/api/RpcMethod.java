package dev.peerloom.api;

import java.util.List;

/**
 * A method of the admin interface (JSON-RPC 2.0), registered with {@link NodeContext#exposeMethod}.
 * JSON values are Java trees: Map (its keys are strings), List, String, Number, Boolean.
 */
@FunctionalInterface
public interface RpcMethod {
    /**
     * Answers one call. Called from any thread, several at a time; it may block, and then holds up
     * its caller only.
     *
     * @param params the positional parameters as JSON trees, empty if the caller gave none
     * @return the result as a JSON tree, not null: a method without a result returns {@code true}
     * @throws IllegalArgumentException if the parameters are wrong: the caller gets error -32602
     *     with the message
     * @throws Exception if the call fails otherwise: the caller gets error -32000 with the message
     */
    Object call(List<Object> params) throws Exception;
}
