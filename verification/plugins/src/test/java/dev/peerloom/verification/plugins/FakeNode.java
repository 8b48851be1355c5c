package dev.peerloom.verification.plugins;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.NodeSource;
import dev.peerloom.api.PeerEvent;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.RpcMethod;
import dev.peerloom.core.fault.CodeWatch;
import dev.peerloom.core.plugin.PluginEnvironment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** A node without a network: it remembers what plugins ask of it. Thread-safe. */
final class FakeNode implements PluginEnvironment {
    static final Enode ENODE = new Enode(new NodeId(new byte[64]), "127.0.0.1", 30303, 30303);

    final Map<String, Map<String, String>> settings = new ConcurrentHashMap<>();
    final Map<String, RpcMethod> methods = new ConcurrentHashMap<>();
    final Map<String, DoubleSupplier> metrics = new ConcurrentHashMap<>();
    final List<NodeSource> sources = new CopyOnWriteArrayList<>();
    final List<Consumer<?>> listeners = new CopyOnWriteArrayList<>();
    final List<Enode> dialled = new CopyOnWriteArrayList<>();
    final Map<String, List<Protocol>> offered = new ConcurrentHashMap<>();

    /** What happened, in order: offers, withdrawals, and what plugins report by connecting. */
    final List<String> log = new CopyOnWriteArrayList<>();

    final CodeWatch watch = CodeWatch.create();

    private final Path data;

    FakeNode(Path data) {
        this.data = data;
    }

    /** Calls a method that a plugin exposed. */
    Object call(String method, Object... params) {
        RpcMethod found = methods.get(method);
        if (found == null) {
            throw new AssertionError("no method " + method + " among " + methods.keySet());
        }
        try {
            return found.call(List.of(params));
        } catch (Exception e) {
            throw new AssertionError(method + " failed", e);
        }
    }

    @Override
    public Enode enode() {
        return ENODE;
    }

    @Override
    public CodeWatch watch() {
        return watch;
    }

    @Override
    public Path dataDirectory(String pluginId) {
        try {
            return Files.createDirectories(data.resolve(pluginId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> settings(String pluginId) {
        return settings.getOrDefault(pluginId, Map.of());
    }

    @Override
    public Set<String> configuredPlugins() {
        return settings.keySet();
    }

    @Override
    public void connect(Enode node) {
        dialled.add(node);
        log.add(node.host().replace(".test", "").replace('-', ' '));
    }

    @Override
    public Runnable addNodeSource(String pluginId, NodeSource source) {
        sources.add(source);
        return () -> sources.remove(source);
    }

    @Override
    public byte[] sign(byte[] hash) {
        hash[0] = 1;
        return new byte[65];
    }

    @Override
    public byte[] agree(NodeId publicKey) {
        return new byte[64];
    }

    @Override
    public Runnable exposeMethod(String fullName, RpcMethod method) {
        if (methods.putIfAbsent(fullName, method) != null) {
            throw new IllegalStateException("the method " + fullName + " is taken");
        }
        return () -> {
            methods.remove(fullName);
            log.add("withdraw " + fullName);
        };
    }

    @Override
    public Runnable exposeMetric(String fullName, DoubleSupplier value) {
        metrics.put(fullName, value);
        return () -> metrics.remove(fullName);
    }

    @Override
    public <E extends PeerEvent> Runnable onPeerEvent(
            String pluginId, Class<E> kind, Consumer<? super E> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Map<Capability, Integer> offer(String pluginId, List<? extends Protocol> protocols) {
        Map<Capability, Integer> capabilities = new LinkedHashMap<>();
        for (Protocol protocol : protocols) {
            if (protocol.length() < 1) {
                throw new IllegalArgumentException(
                        protocol.name() + " of the plugin " + pluginId + " has no message codes");
            }
            capabilities.put(
                    new Capability(protocol.name(), protocol.version()), protocol.length());
        }
        offered.put(pluginId, List.copyOf(protocols));
        log.add("offer " + pluginId);
        return capabilities;
    }

    @Override
    public void withdraw(String pluginId) {
        offered.remove(pluginId);
        log.add("close links of " + pluginId);
    }
}
