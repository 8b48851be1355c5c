package dev.peerloom.api;

/**
 * Where nodes to dial come from: a discovery protocol, a list, a crawler. Registered with {@link
 * NodeContext#addNodeSource}.
 */
@FunctionalInterface
public interface NodeSource {
    /**
     * The next node that may be dialled. It is pulled while the dial scheduler wants candidates,
     * from one virtual thread per source, and may block until there is one. The same node may come
     * again; nodes that are connected, banned or were dialled just now are left out by the
     * scheduler.
     *
     * <p>If it throws anything but InterruptedException, that is logged under the plugin's name and
     * the next call comes after a pause that grows with every failure.
     *
     * @return a node
     * @throws InterruptedException when interrupted, which happens when the plugin stops
     */
    DialCandidate next() throws InterruptedException;
}
