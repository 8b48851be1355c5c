package dev.peerloom.cli.admin;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.cli.rpc.Method;
import dev.peerloom.cli.rpc.Params;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.core.BanTarget;
import dev.peerloom.core.Node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The methods that say whom the node connects to and whom it keeps out. */
final class ControlMethods {
    private static final String PEER = "the enode";
    private static final String TARGET = "a node id, an enode, an IP address or a network";
    private static final int SOME_NODES = 100;
    private static final int MOST_NODES = 10_000;

    private final Node node;

    ControlMethods(Node node) {
        this.node = node;
    }

    void addTo(Map<String, Method> methods) {
        peers(methods);
        dials(methods);
        bans(methods);
    }

    /** As go-ethereum has them: each answers true whether or not it changed anything. */
    private void peers(Map<String, Method> methods) {
        methods.put(
                "admin_addPeer",
                Method.of(
                        (params, _) -> {
                            node.addPeer(enode(params.atMost(1)));
                            return true;
                        }));
        methods.put(
                "admin_removePeer",
                Method.of(
                        (params, _) -> {
                            var _ = node.removePeer(id(params.atMost(1)));
                            return true;
                        }));
        methods.put(
                "admin_addTrustedPeer",
                Method.of(
                        (params, _) -> {
                            node.addTrustedPeer(enode(params.atMost(1)));
                            return true;
                        }));
        methods.put(
                "admin_removeTrustedPeer",
                Method.of(
                        (params, _) -> {
                            node.removeTrustedPeer(id(params.atMost(1)));
                            return true;
                        }));
    }

    private void dials(Map<String, Method> methods) {
        methods.put(
                "admin_dialStatus",
                Method.of(
                        (params, _) -> {
                            if (params.atMost(1).optionalString(0, PEER).isEmpty()) {
                                return node.dialStatus().stream().map(ControlShapes::dial).toList();
                            }
                            return node.dialStatus(id(params))
                                    .map(ControlShapes::dial)
                                    .orElse(null);
                        }));
        methods.put(
                "admin_knownNodes",
                Method.of(
                        (params, _) -> {
                            int limit =
                                    params.atMost(1)
                                            .integer(0, "how many", 1, MOST_NODES, SOME_NODES);
                            return node.knownNodes(limit).stream()
                                    .map(ControlShapes::known)
                                    .toList();
                        }));
    }

    private void bans(Map<String, Method> methods) {
        methods.put(
                "admin_banPeer",
                Method.of(
                        (params, _) -> {
                            BanTarget target = BanTarget.parse(params.atMost(3).string(0, TARGET));
                            int seconds =
                                    params.integer(
                                            1, "for how many seconds", 0, Integer.MAX_VALUE, 0);
                            Optional<Duration> duration =
                                    seconds == 0
                                            ? Optional.empty()
                                            : Optional.of(Duration.ofSeconds(seconds));
                            String reason = params.optionalString(2, "the reason").orElse("");
                            return ControlShapes.ban(node.ban(target, duration, reason));
                        }));
        methods.put(
                "admin_unbanPeer",
                Method.of(
                        (params, _) ->
                                node.unban(BanTarget.parse(params.atMost(1).string(0, TARGET)))));
        methods.put(
                "admin_bans",
                Method.of(
                        (params, _) -> {
                            params.atMost(0);
                            return node.bans().stream().map(ControlShapes::ban).toList();
                        }));
    }

    private static Enode enode(Params params) throws RpcException {
        String text = params.string(0, PEER);
        try {
            return Enode.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    /** Of an enode, or as it is. */
    private static NodeId id(Params params) throws RpcException {
        String text = params.string(0, PEER);
        try {
            return text.startsWith("enode:") ? Enode.parse(text).id() : NodeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    /** With go-ethereum's code and words. */
    private static RpcException invalid(IllegalArgumentException e) {
        return new RpcException(RpcException.FAILED, "invalid enode: " + e.getMessage(), e);
    }
}
