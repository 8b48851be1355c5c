package dev.peerloom.testkit;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.RpcMethod;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What a service has registered with a {@link FakeNodeContext}: to be looked at, called and fed by
 * the test. Empty again once the service has stopped, but for {@link #connects}.
 *
 * <pre>{@code
 * Registrations registered = node.registered();
 * assertEquals(List.of("bob"), registered.call("members"));
 * assertEquals(1.0, registered.metric("members"));
 * }</pre>
 *
 * <p>Any thread may call any method; what changes is guarded by the object's lock, and code of the
 * service is called outside of it.
 */
public final class Registrations {
    private record Listener<E extends PeerEvent>(Class<E> kind, Consumer<? super E> consumer) {
        void accept(PeerEvent event) {
            if (kind.isInstance(event)) {
                consumer.accept(kind.cast(event));
            }
        }
    }

    private final List<Enode> connects = new ArrayList<>();
    private final List<NodeSource> sources = new ArrayList<>();
    private final Map<Class<?>, Object> provided = new LinkedHashMap<>();
    private final Map<String, RpcMethod> methods = new TreeMap<>();
    private final Map<String, DoubleSupplier> metrics = new TreeMap<>();
    private final List<Listener<?>> listeners = new ArrayList<>();

    Registrations() {}

    /**
     * Whom the service has asked to connect to.
     *
     * @return the nodes in order
     */
    public synchronized List<Enode> connects() {
        return List.copyOf(connects);
    }

    /**
     * The sources that the service has added; the test pulls them itself.
     *
     * @return the sources in order
     */
    public synchronized List<NodeSource> nodeSources() {
        return List.copyOf(sources);
    }

    /**
     * What the service provides to plugins that depend on it.
     *
     * @param <T> the type it is found by
     * @param type that type
     * @return the object, if it provides one
     */
    public synchronized <T> Optional<T> provided(Class<T> type) {
        return Optional.ofNullable(type.cast(provided.get(type)));
    }

    /**
     * The methods that the service exposes.
     *
     * @return their names, without the id of the plugin
     */
    public synchronized Set<String> methods() {
        return Set.copyOf(methods.keySet());
    }

    /**
     * Calls a method that the service exposes.
     *
     * @param name its name, without the id of the plugin
     * @param params JSON trees
     * @return a JSON tree
     * @throws NoSuchElementException if there is none of that name
     * @throws Exception what the method threw
     */
    public Object call(String name, Object... params) throws Exception {
        RpcMethod method;
        synchronized (this) {
            method = find(methods, name, "method");
        }
        return method.call(List.of(params));
    }

    /**
     * The metrics that the service exposes.
     *
     * @return their names, without the prefix
     */
    public synchronized Set<String> metrics() {
        return Set.copyOf(metrics.keySet());
    }

    /**
     * Reads a metric that the service exposes.
     *
     * @param name its name, without the prefix
     * @return its value now
     * @throws NoSuchElementException if there is none of that name
     */
    public double metric(String name) {
        DoubleSupplier value;
        synchronized (this) {
            value = find(metrics, name, "metric");
        }
        return value.getAsDouble();
    }

    /**
     * Tells the listeners of the service that something happened to a peer, in the calling thread.
     *
     * @param event what happened; what a listener throws comes out here
     */
    public void emit(PeerEvent event) {
        List<Listener<?>> all;
        synchronized (this) {
            all = List.copyOf(listeners);
        }
        all.forEach(listener -> listener.accept(event));
    }

    synchronized void connect(Enode node) {
        connects.add(Objects.requireNonNull(node, "node"));
    }

    synchronized void addNodeSource(NodeSource source) {
        sources.add(Objects.requireNonNull(source, "source"));
    }

    synchronized <T> void provide(Class<T> type, T service) {
        register(provided, type, service, "service");
    }

    synchronized void exposeMethod(String name, RpcMethod method) {
        register(methods, checkName(name), method, "method");
    }

    synchronized void exposeMetric(String name, DoubleSupplier value) {
        register(metrics, checkName(name), value, "metric");
    }

    synchronized <E extends PeerEvent> void onPeerEvent(
            Class<E> kind, Consumer<? super E> listener) {
        listeners.add(new Listener<E>(kind, Objects.requireNonNull(listener, "listener")));
    }

    synchronized void withdraw() {
        sources.clear();
        provided.clear();
        methods.clear();
        metrics.clear();
        listeners.clear();
    }

    private static String checkName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name is empty");
        }
        return name;
    }

    private static <K, V> void register(Map<K, V> registry, K name, V value, String what) {
        Objects.requireNonNull(value, what);
        if (registry.putIfAbsent(name, value) != null) {
            throw new IllegalStateException(what + " " + name + " is registered already");
        }
    }

    private static <V> V find(Map<String, V> registry, String name, String what) {
        V value = registry.get(name);
        if (value == null) {
            throw new NoSuchElementException(
                    "no " + what + " " + name + ", only " + registry.keySet());
        }
        return value;
    }
}
