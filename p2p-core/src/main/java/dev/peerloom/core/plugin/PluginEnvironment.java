package dev.peerloom.core.plugin;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.RpcMethod;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What the node does for its plugins. Thread-safe. What is registered here stays until the returned
 * {@link Runnable} is run.
 */
public interface PluginEnvironment {
    /** Our identity and the address that we listen on. */
    Enode enode();

    /** Where a plugin may keep its files; created if it does not exist. */
    Path dataDirectory(String pluginId);

    /** The plugin's section of the settings. */
    Map<String, String> settings(String pluginId);

    /** The ids of the plugins that there are settings for. */
    Set<String> configuredPlugins();

    /** Queues one attempt to dial a node. */
    void connect(Enode node);

    /** Pulls candidates from a source, in a thread of its own. */
    Runnable addNodeSource(String pluginId, NodeSource source);

    /** Signs 32 bytes with the node's key: r ‖ s ‖ v. */
    byte[] sign(byte[] hash);

    /** ECDH with the node's key: x ‖ y. */
    byte[] agree(NodeId publicKey);

    /** Makes a method callable under its full name, {@code <plugin id>_<name>}. */
    Runnable exposeMethod(String fullName, RpcMethod method);

    /** Makes a value readable under its full name, {@code peerloom_<plugin id>_<name>}. */
    Runnable exposeMetric(String fullName, DoubleSupplier value);

    /** Tells a listener of what happens to all peers. */
    <E extends PeerEvent> Runnable onPeerEvent(
            String pluginId, Class<E> kind, Consumer<? super E> listener);

    /**
     * Offers protocols in hellos from now on. Reads each one's name, version, length and maxPayload
     * once.
     *
     * @throws IllegalArgumentException if one is illegal or taken, all owners named; then none is
     *     offered
     */
    Map<Capability, Integer> offer(String pluginId, List<? extends Protocol> protocols);

    /**
     * Stops offering a plugin's protocols and closes every link that runs one of them in order;
     * returns when every {@code run()} has returned or was reported.
     */
    void withdraw(String pluginId) throws InterruptedException;

    /** A change of the plugins of a running node is complete: what is offered now stays so. */
    default void settled() {}
}
