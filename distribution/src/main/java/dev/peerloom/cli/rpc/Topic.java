package dev.peerloom.cli.rpc;

import java.util.function.Consumer;

/** Something that can be subscribed to. */
@FunctionalInterface
public interface Topic {
    /**
     * Starts telling of events, from any thread.
     *
     * @param params what was given behind the topic's name
     * @param sink takes each event as a tree, and returns at once
     * @return what ends it
     */
    Runnable start(Params params, Consumer<Object> sink) throws RpcException;

    /**
     * Whether a subscriber that is too slow misses events, and is told how many, in place of losing
     * its subscription.
     */
    default boolean isLossy() {
        return false;
    }
}
