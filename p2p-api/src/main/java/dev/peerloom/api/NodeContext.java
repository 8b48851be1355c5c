package dev.peerloom.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The node as a plugin sees it, handed to {@link NodeService#start}. Every method may be called
 * from any thread. What is registered here is gone when the plugin stops; after {@link
 * NodeService#stop()} has returned, every method throws {@link IllegalStateException}.
 *
 * <p>Suppliers, methods and listeners that are registered here are called from any thread. Those of
 * which this is said must not block. A failure in one is contained: logged under the plugin's name,
 * it disturbs neither the node nor other plugins.
 */
public interface NodeContext {
    /**
     * The node's own identity and the address it advertises, with the ports that it is bound to.
     *
     * @return the enode, valid from {@link NodeService#start} on
     */
    Enode enode();

    /**
     * A directory that is private to the plugin, below the node's data directory; it outlives the
     * plugin and the process.
     *
     * @return the directory, created on the first call
     * @throws java.io.UncheckedIOException if it cannot be created
     */
    Path dataDirectory();

    /**
     * A setting from the plugin's own section of the configuration. Settings are fixed at {@link
     * NodeService#start}: ask for all of them there. A key in the file that no plugin has asked for
     * by then is an error, so that a misspelt one does not pass unseen.
     *
     * <pre>{@code
     * Duration every = node.setting("interval", Duration.ofSeconds(30), Duration::parse);
     * }</pre>
     *
     * @param <T> the type of the setting
     * @param key the key within the section
     * @param fallback the value if the operator set none
     * @param parser makes the value from the operator's text; a TOML array comes joined by commas.
     *     An IllegalArgumentException from it is the operator's mistake: the node says so in one
     *     line, with key and value, and ends with exit code 2. Anything else is the plugin's fault.
     * @return the value
     */
    <T> T setting(String key, T fallback, Function<? super String, ? extends T> parser);

    /**
     * Asks for a connection: one attempt, under the node's limits on peers and dialling. The node
     * is not made static: it is not redialled. Returns at once; during {@link NodeService#start}
     * the request is only queued. Whether it succeeded shows in {@link #onPeerEvent} and in {@code
     * admin_dialStatus}.
     *
     * @param node whom to dial
     */
    void connect(Enode node);

    /**
     * Adds a source of nodes to dial. It gets a virtual thread of its own, which is interrupted
     * when the plugin stops.
     *
     * @param source the source
     */
    void addNodeSource(NodeSource source);

    /**
     * Signs with the node's key, secp256k1, as Ethereum does: deterministic (RFC 6979), with the
     * lower of the two values of s.
     *
     * @param hash 32 bytes, usually Keccak-256 of something; IllegalArgumentException if of another
     *     length
     * @return 65 bytes, r ‖ s ‖ v: 32 and 32 bytes big-endian, and v of 0 or 1
     */
    byte[] sign(byte[] hash);

    /**
     * Agrees upon a secret with the holder of another key: elliptic-curve Diffie-Hellman with the
     * node's key.
     *
     * @param publicKey the other's public key; IllegalArgumentException if it is not on the curve
     * @return 64 bytes, the shared point x ‖ y, 32 bytes big-endian each, unhashed
     */
    byte[] agree(NodeId publicKey);

    /**
     * Offers an object to the plugins that declare a dependency on this one.
     *
     * @param <T> the type it is found by
     * @param type an interface from a package that this plugin exports
     * @param service the object, which must be thread-safe
     * @throws IllegalStateException if this plugin has provided that type already
     */
    <T> void provide(Class<T> type, T service);

    /**
     * Finds what a plugin that this one depends on has {@linkplain #provide provided}. Only
     * declared dependencies (manifest key {@code Plugin-Dependencies}) are looked at; they are
     * started first.
     *
     * @param <T> the type it was provided by
     * @param type that type
     * @return the object; empty if no dependency provides it
     */
    <T> Optional<T> service(Class<T> type);

    /**
     * Adds a method to the admin interface: {@code "<plugin id>_<name>"}. The ids {@code admin},
     * {@code net}, {@code web3}, {@code rpc} and {@code plugin} are taken: a plugin of such an id
     * exposes no methods.
     *
     * @param name the name without the prefix; IllegalArgumentException if it is empty, or the
     *     plugin's id is taken
     * @param method the method
     * @throws IllegalStateException if this plugin has exposed that name already
     */
    void exposeMethod(String name, RpcMethod method);

    /**
     * Adds a metric for Prometheus: {@code "peerloom_<plugin id>_<name>"}. It is a counter, which
     * must never fall, if the name ends in {@code _total}, else a gauge.
     *
     * @param name the name without the prefix, in base units: {@code queue_bytes}, {@code
     *     wait_seconds}
     * @param value called at every scrape, from any thread; it must not block
     * @throws IllegalStateException if this plugin has exposed that name already
     */
    void exposeMetric(String name, DoubleSupplier value);

    /**
     * Listens to what happens to all peers of the node, whatever protocols they speak. Subscribing
     * to a message kind is what switches it on: no one pays for events that no one wants.
     *
     * <p>Events arrive in order per peer, one at a time per listener, through a queue of bounded
     * size: a listener must not block, and one that is too slow loses events, which is logged.
     *
     * @param <E> the kind of event
     * @param kind the class of the events wanted; {@code PeerEvent.class} for all of them
     * @param listener what to call
     */
    <E extends PeerEvent> void onPeerEvent(Class<E> kind, Consumer<? super E> listener);
}
