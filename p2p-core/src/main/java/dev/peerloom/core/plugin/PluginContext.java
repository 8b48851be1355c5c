package dev.peerloom.core.plugin;

import static java.util.Objects.requireNonNull;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeContext;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.RpcMethod;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.fault.Failures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The node as one started plugin sees it. Any thread may use it; what is registered here is known
 * to it and withdrawn with it, at the latest when it is closed.
 */
final class PluginContext implements NodeContext {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");

    private final String id;
    private final PluginEnvironment environment;
    private final PluginSettings settings;
    private final List<PluginContext> dependencies;
    private final Map<Class<?>, Object> services = new ConcurrentHashMap<>();
    private final Registrations offers = new Registrations();
    private final Registrations listeners = new Registrations();
    private volatile boolean closed;

    PluginContext(String id, PluginEnvironment environment, List<PluginContext> dependencies) {
        this.id = id;
        this.environment = environment;
        this.settings = new PluginSettings(id, environment.settings(id));
        this.dependencies = List.copyOf(dependencies);
    }

    /** The settings and which of them were asked for. */
    PluginSettings settings() {
        return settings;
    }

    /** Withdraws methods, metrics and sources, before the plugin's links are closed. */
    List<RuntimeException> withdrawOffers() {
        return offers.close();
    }

    /** Withdraws all that is left; every method throws from now on. */
    List<RuntimeException> close() {
        closed = true;
        services.clear();
        List<RuntimeException> problems = new ArrayList<>(offers.close());
        problems.addAll(listeners.close());
        return problems;
    }

    @Override
    public Enode enode() {
        checkOpen();
        return environment.enode();
    }

    @Override
    public Path dataDirectory() {
        checkOpen();
        return environment.dataDirectory(id);
    }

    @Override
    public <T> T setting(String key, T fallback, Function<? super String, ? extends T> parser) {
        checkOpen();
        return settings.get(
                requireNonNull(key, "key"),
                requireNonNull(fallback, "fallback"),
                requireNonNull(parser, "parser"));
    }

    @Override
    public void connect(Enode node) {
        checkOpen();
        environment.connect(requireNonNull(node, "node"));
    }

    @Override
    public void addNodeSource(NodeSource source) {
        requireNonNull(source, "source");
        register(offers, () -> environment.addNodeSource(id, source));
    }

    @Override
    public byte[] sign(byte[] hash) {
        checkOpen();
        check(requireNonNull(hash, "hash").length == 32, "sign() takes 32 bytes");
        return environment.sign(hash.clone());
    }

    @Override
    public byte[] agree(NodeId publicKey) {
        checkOpen();
        return environment.agree(requireNonNull(publicKey, "publicKey"));
    }

    @Override
    public <T> void provide(Class<T> type, T service) {
        checkOpen();
        check(
                requireNonNull(type, "type").isInstance(requireNonNull(service, "service")),
                "provide(): the service is no " + type.getName());
        if (services.putIfAbsent(type, service) != null) {
            throw new IllegalStateException(
                    "the plugin " + id + " already provides a " + type.getName());
        }
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
        checkOpen();
        requireNonNull(type, "type");
        return dependencies.stream()
                .flatMap(d -> Optional.ofNullable(d.services.get(type)).stream())
                .map(type::cast)
                .findFirst();
    }

    @Override
    public void exposeMethod(String name, RpcMethod method) {
        requireNonNull(method, "method");
        String full = id + "_" + checkName("method", name);
        register(offers, () -> environment.exposeMethod(full, guarded(name, method)));
    }

    @Override
    public void exposeMetric(String name, DoubleSupplier value) {
        requireNonNull(value, "value");
        String full = "peerloom_" + id + "_" + checkName("metric", name);
        register(offers, () -> environment.exposeMetric(full, guarded(name, value)));
    }

    @Override
    public <E extends PeerEvent> void onPeerEvent(Class<E> kind, Consumer<? super E> listener) {
        requireNonNull(kind, "kind");
        requireNonNull(listener, "listener");
        register(listeners, () -> environment.onPeerEvent(id, kind, listener));
    }

    /** What a method throws is its answer, but an Error must not end the thread that asked. */
    private RpcMethod guarded(String name, RpcMethod method) {
        CodeWatch watch = environment.watch();
        return params -> {
            watch.threads().enter(id);
            try {
                return method.call(params);
            } catch (Error e) {
                watch.faults().threw(id, "its method " + name, e);
                throw new IllegalStateException(Failures.describe(e), e);
            } finally {
                watch.threads().leave();
            }
        };
    }

    /** A metric that cannot be told is no number, and the others are told all the same. */
    private DoubleSupplier guarded(String name, DoubleSupplier value) {
        CodeWatch watch = environment.watch();
        return () -> {
            watch.threads().enter(id);
            try {
                return value.getAsDouble();
            } catch (Throwable e) {
                watch.faults().threw(id, "its metric " + name, e);
                return Double.NaN;
            } finally {
                watch.threads().leave();
            }
        };
    }

    private void register(Registrations registrations, Supplier<Runnable> registration) {
        checkOpen();
        if (!registrations.add(registration)) {
            throw stopped();
        }
    }

    private String checkName(String what, String name) {
        check(
                NAME.matcher(requireNonNull(name, "name")).matches(),
                "the name of a "
                        + what
                        + " is made of letters, digits and '_', not "
                        + Text.oneLine(name));
        return name;
    }

    private static void check(boolean legal, String message) {
        if (!legal) {
            throw new MisuseException(message);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw stopped();
        }
    }

    private IllegalStateException stopped() {
        return new IllegalStateException("the plugin " + id + " was stopped");
    }

    /** An argument that no operator could have caused: the plugin's fault. */
    static final class MisuseException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        MisuseException(String message) {
            super(message);
        }
    }
}
