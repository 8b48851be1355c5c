package dev.peerloom.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** The node as a plugin sees it. */
public interface NodeContext {
    Enode enode();

    Path dataDirectory();

    <T> T setting(String key, T fallback, Function<? super String, ? extends T> parser);

    void connect(Enode node);

    void addNodeSource(NodeSource source);

    byte[] sign(byte[] hash);

    byte[] agree(NodeId publicKey);

    <T> void provide(Class<T> type, T service);

    <T> Optional<T> service(Class<T> type);

    void exposeMethod(String name, RpcMethod method);

    void exposeMetric(String name, DoubleSupplier value);

    <E extends PeerEvent> void onPeerEvent(Class<E> kind, Consumer<? super E> listener);
}
