package dev.peerloom.testkit;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeService;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.RpcMethod;
import dev.peerloom.core.NodeKey;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * The node of a {@link NodeService} that is tested alone: hands out settings, a folder and a key of
 * its own, and shows what the service has asked for and registered.
 *
 * <pre>{@code
 * try (FakeNodeContext node = FakeNodeContext.builder().setting("network", "7").build()) {
 *     List<Protocol> protocols = node.start(new MyService());
 *     assertEquals(0.0, node.registered().metric("peers"));
 * }
 * }</pre>
 *
 * <p>Any thread may call any method; what changes is guarded by the object's lock, and code of the
 * service is called outside of it.
 */
public final class FakeNodeContext implements NodeContext, AutoCloseable {
    private final NodeKey key;
    private final Enode enode;
    private final DataFolder dataFolder;
    private final Map<String, String> settings;
    private final Map<Class<?>, Object> dependencies;

    private final Set<String> unused;
    private final Registrations registered = new Registrations();
    private @Nullable NodeService started;
    private boolean stopped;

    private FakeNodeContext(Builder builder) {
        this.key = builder.key;
        this.enode = new Enode(key.id(), "127.0.0.1", builder.port, builder.port);
        this.dataFolder = new DataFolder(builder.dataDirectory);
        this.settings = Map.copyOf(builder.settings);
        this.dependencies = Map.copyOf(builder.dependencies);
        this.unused = new TreeSet<>(settings.keySet());
    }

    /**
     * A node without settings, with a random key.
     *
     * @return the node
     */
    public static FakeNodeContext create() {
        return builder().build();
    }

    /**
     * A builder of a node.
     *
     * @return the builder, which makes what {@link #create} makes unless told otherwise
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the service under test. If its {@code start()} throws, what it registered is
     * withdrawn, as in a node.
     *
     * @param service the service; one at a time
     * @return its protocols
     * @throws Exception what {@code start()} threw
     */
    public List<Protocol> start(NodeService service) throws Exception {
        synchronized (this) {
            checkRunning();
            if (started != null) {
                throw new IllegalStateException("a service is running here: stop it first");
            }
            started = service;
        }
        try {
            return List.copyOf(service.start(this));
        } catch (Exception | Error e) {
            synchronized (this) {
                started = null;
                registered.withdraw();
            }
            throw e;
        }
    }

    /**
     * Stops the service that was started: its registrations are withdrawn, its {@code stop()} is
     * called, and from then on every method of {@link NodeContext} throws IllegalStateException. A
     * second call does nothing.
     *
     * @throws Exception what {@code stop()} threw
     */
    public void stop() throws Exception {
        NodeService service;
        synchronized (this) {
            registered.withdraw();
            service = started;
            started = null;
        }
        try {
            if (service != null) {
                service.stop();
            }
        } finally {
            synchronized (this) {
                stopped = true;
            }
        }
    }

    /**
     * {@linkplain #stop Stops} and deletes the data directory, unless it is one that the test gave.
     *
     * @throws AssertionError if the service's {@code stop()} throws
     */
    @Override
    public void close() {
        try {
            stop();
        } catch (Exception e) {
            throw new AssertionError("stop() of the service threw " + e, e);
        } finally {
            dataFolder.delete();
        }
    }

    @Override
    public synchronized Enode enode() {
        checkRunning();
        return enode;
    }

    @Override
    public synchronized Path dataDirectory() {
        checkRunning();
        return dataFolder.create();
    }

    @Override
    public <T> T setting(String name, T fallback, Function<? super String, ? extends T> parser) {
        Objects.requireNonNull(fallback, "fallback");
        synchronized (this) {
            checkRunning();
            unused.remove(name);
        }
        String text = settings.get(name);
        return text == null
                ? fallback
                : Objects.requireNonNull(
                        parser.apply(text), "what the parser of a setting returned");
    }

    @Override
    public synchronized void connect(Enode node) {
        checkRunning();
        registered.connect(node);
    }

    @Override
    public synchronized void addNodeSource(NodeSource source) {
        checkRunning();
        registered.addNodeSource(source);
    }

    @Override
    public byte[] sign(byte[] hash) {
        synchronized (this) {
            checkRunning();
        }
        return key.sign(hash);
    }

    @Override
    public byte[] agree(NodeId publicKey) {
        synchronized (this) {
            checkRunning();
        }
        return key.agree(publicKey);
    }

    @Override
    public synchronized <T> void provide(Class<T> type, T service) {
        checkRunning();
        registered.provide(type, service);
    }

    @Override
    public synchronized <T> Optional<T> service(Class<T> type) {
        checkRunning();
        return Optional.ofNullable(type.cast(dependencies.get(type)));
    }

    @Override
    public synchronized void exposeMethod(String name, RpcMethod method) {
        checkRunning();
        registered.exposeMethod(name, method);
    }

    @Override
    public synchronized void exposeMetric(String name, DoubleSupplier value) {
        checkRunning();
        registered.exposeMetric(name, value);
    }

    @Override
    public synchronized <E extends PeerEvent> void onPeerEvent(
            Class<E> kind, Consumer<? super E> listener) {
        checkRunning();
        registered.onPeerEvent(kind, listener);
    }

    /**
     * The settings that the service has not asked for: an error in a node.
     *
     * @return their names
     */
    public synchronized Set<String> unusedSettings() {
        return Set.copyOf(unused);
    }

    /**
     * What the service has registered, and whom it has asked to connect to.
     *
     * @return the registrations, which change as the service goes on
     */
    public Registrations registered() {
        return registered;
    }

    private void checkRunning() {
        if (stopped) {
            throw new IllegalStateException("the service has been stopped: its node is gone");
        }
    }

    /** Collects what a node is made of. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> settings = new TreeMap<>();
        private final Map<Class<?>, Object> dependencies = new LinkedHashMap<>();
        private NodeKey key = NodeKey.generate();
        private int port = 30303;
        private Optional<Path> dataDirectory = Optional.empty();

        private Builder() {}

        /**
         * Adds a setting to the plugin's section.
         *
         * @param name its key
         * @param text the operator's text; an array comes joined by commas
         * @return this
         */
        public Builder setting(String name, String text) {
            settings.put(name, text);
            return this;
        }

        /**
         * Sets the node's key; a random one by default.
         *
         * @param hex the private key, 64 hexadecimal digits
         * @return this
         */
        public Builder privateKey(String hex) {
            key = NodeKey.parse(hex);
            return this;
        }

        /**
         * Sets the port in the node's enode; 30303 by default.
         *
         * @param value the TCP and UDP port
         * @return this
         */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /**
         * Sets the data directory; by default it is a temporary one that {@link #close} deletes.
         *
         * @param value the directory, which is made when the service asks for it, and stays
         * @return this
         */
        public Builder dataDirectory(Path value) {
            dataDirectory = Optional.of(value);
            return this;
        }

        /**
         * Adds what a plugin that this one depends on provides.
         *
         * @param <T> the type it is found by
         * @param type that type
         * @param service the object
         * @return this
         */
        public <T> Builder dependency(Class<T> type, T service) {
            dependencies.put(type, type.cast(service));
            return this;
        }

        /**
         * Makes the node.
         *
         * @return the node
         */
        public FakeNodeContext build() {
            return new FakeNodeContext(this);
        }
    }
}
