package dev.peerloom.api;

import java.util.Collection;

/**
 * Extension point: state that lives with the node, with any number of protocols over it. A plugin
 * that needs settings, files, the node's key, other plugins or the admin interface provides one of
 * these; one that only talks to peers can provide its {@link Protocol} alone.
 *
 * <p>The instance is made once per start of the plugin, by its public constructor without
 * parameters. At most one started instance of a plugin exists at a time, so it may take hold of
 * files and ports exclusively; a replacement starts after {@link #stop()} has returned.
 *
 * <p><b>Order of a start:</b> the node's ports are bound (so {@link NodeContext#enode()} is valid)
 * → the plugins this one depends on are started → constructor → {@link #start} → the protocols are
 * offered to peers, the node says READY → {@link Protocol#run}.
 */
public interface NodeService {
    /**
     * Starts the service. Called once, in a thread of its own; plugins that do not depend on this
     * one may start at the same time.
     *
     * <p>There is a deadline, after which the plugin has failed: long work such as an import goes
     * to the background, and {@link Protocol#run} refuses peers with TOO_MANY_PEERS until it is
     * done.
     *
     * <p>If it throws, everything it registered is withdrawn, and {@link #stop()} is not called: it
     * releases what it took hold of itself.
     *
     * @param node the node; it may be kept until {@link #stop()}
     * @return the protocols to offer; there may be none
     * @throws IllegalArgumentException to tell the operator of a mistake in the settings, in one
     *     line of which the node's start ends with exit code 2
     * @throws Exception if the service cannot start; that is the plugin's fault, not the operator's
     */
    Collection<? extends Protocol> start(NodeContext node) throws Exception;

    /**
     * Stops the service. Called once, after every {@link Protocol#run} of its protocols has
     * returned or been reported as stuck, and the peers have been told. What was registered with
     * the {@link NodeContext} has been withdrawn by then or is withdrawn afterwards; threads and
     * files are the service's own to end and close.
     *
     * @throws Exception if something could not be closed; it is logged under the plugin's name
     */
    default void stop() throws Exception {}
}
