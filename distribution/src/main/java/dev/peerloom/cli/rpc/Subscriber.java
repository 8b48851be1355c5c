package dev.peerloom.cli.rpc;

/** The part of a connection that keeps subscriptions. Thread-safe. */
public interface Subscriber {
    /**
     * Starts a subscription; its events are kept until {@link Caller#sent()}.
     *
     * @return its id
     * @throws RpcException if the connection has too many, or the topic refuses the parameters
     */
    String subscribe(String namespace, Topic topic, Params params, Caller caller)
            throws RpcException;

    /** Ends a subscription; whether there was one of this id. */
    boolean unsubscribe(String id);
}
