package dev.peerloom.cli.admin;

import dev.peerloom.cli.metrics.MetricsText;
import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.Methods;
import dev.peerloom.core.Node;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** All methods of a node: its own, and those that its plugins expose. */
public final class AdminMethods {
    private static final int SOME_RECORDS = 100;
    private static final int MOST_RECORDS = 1000;

    private final Node node;
    private final String clientName;
    private final Instant startedAt = Instant.now();

    private AdminMethods(Node node, String clientName) {
        this.node = node;
        this.clientName = clientName;
    }

    /**
     * The methods of a running node.
     *
     * @param clientName what it calls itself
     */
    public static Methods of(Node node, String clientName) {
        AdminMethods own = new AdminMethods(node, clientName);
        // rpc_modules tells of them all, so it needs what it is part of.
        AtomicReference<Methods> all = new AtomicReference<>();
        Map<String, Method> methods = new HashMap<>();
        own.node(methods);
        own.net(methods);
        new ControlMethods(node).addTo(methods);
        new PluginMethods(node).addTo(methods);
        methods.put(
                "rpc_modules",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return all.get().namespaces();
                        }));
        Methods together =
                new Methods(
                        methods,
                        Map.of(
                                "admin_peerEvents",
                                new PeerEventTopic(node),
                                "admin_trace",
                                new TraceTopic(node),
                                "admin_disconnects",
                                new DisconnectTopic(node)),
                        own::ofPlugin,
                        node::methods);
        all.set(together);
        return together;
    }

    private void node(Map<String, Method> methods) {
        methods.put(
                "admin_nodeInfo",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return PeerShapes.node(node, clientName);
                        }));
        PeerTexts texts = new PeerTexts();
        methods.put(
                "admin_peers",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return PeerList.of(node, texts);
                        }));
        MetricsText metrics = new MetricsText(node);
        methods.put(
                "admin_metrics",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return new String(metrics.write(), StandardCharsets.UTF_8);
                        }));
        methods.put(
                "admin_load",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return LoadShapes.load(node, startedAt);
                        }));
        methods.put(
                "admin_disconnects",
                Method.of(
                        (params, _) -> {
                            int limit =
                                    params.atMost(1)
                                            .integer(0, "how many", 1, MOST_RECORDS, SOME_RECORDS);
                            return node.disconnects(limit).stream()
                                    .map(PeerShapes::disconnect)
                                    .toList();
                        }));
    }

    private void net(Map<String, Method> methods) {
        methods.put(
                "web3_clientVersion",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return clientName;
                        }));
        methods.put(
                "net_version",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return networkId().toString();
                        }));
        methods.put(
                "net_peerCount",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return "0x" + Integer.toHexString(node.peerCount());
                        }));
        methods.put(
                "net_listening",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return true;
                        }));
    }

    /** What the protocol eth says is its network; without it there is none, so 0. */
    private BigInteger networkId() {
        return node.protocols().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("eth"))
                .map(entry -> entry.getValue().get("network"))
                .filter(Number.class::isInstance)
                .map(number -> new BigInteger(number.toString()))
                .findFirst()
                .orElse(BigInteger.ZERO);
    }

    private Optional<Method> ofPlugin(String name) {
        if (!node.methods().contains(name)) {
            return Optional.empty();
        }
        String plugin = name.substring(0, Math.max(0, name.indexOf('_')));
        return Optional.of(Method.of(plugin, (params, _) -> node.call(name, params.plain())));
    }
}
