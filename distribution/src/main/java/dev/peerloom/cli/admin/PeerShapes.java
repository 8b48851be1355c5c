package dev.peerloom.cli.admin;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.cli.metrics.Labels;
import dev.peerloom.core.DisconnectRecord;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeHash;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shapes of nodes and peers: those of go-ethereum's {@code NodeInfo} and {@code PeerInfo}, and
 * what we know beyond it after that.
 */
final class PeerShapes {
    private PeerShapes() {}

    /** How a session ended, as {@code admin_disconnects} tells it. */
    static Map<String, Object> disconnect(DisconnectRecord record) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("at", record.at().toString());
        shape.put("direction", Labels.direction(record.inbound()));
        shape.put("phase", Labels.text(record.phase()));
        record.id().ifPresent(id -> shape.put("id", id.toString()));
        InetSocketAddress address = record.remoteAddress();
        shape.put("remoteAddress", address.getHostString() + ":" + address.getPort());
        shape.put("closedBy", Labels.text(record.closedBy()));
        shape.put("code", record.code());
        shape.put("reason", Labels.text(record.reason()));
        shape.put("detail", record.detail());
        return shape;
    }

    /** What go-ethereum knows a node by: the Keccak-256 hash of its public key, without 0x. */
    static String id(NodeId id) {
        return NodeHash.of(id).toString();
    }

    static Map<String, Object> node(Node node, String clientName) {
        Enode enode = node.enode();
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("id", id(enode.id()));
        info.put("name", clientName);
        info.put("enode", enode.toString());
        info.put("enr", node.record());
        info.put("ip", enode.host());
        info.put("ports", ordered("discovery", enode.udpPort(), "listener", enode.tcpPort()));
        info.put("listenAddr", text(node.listenAddress()));
        info.put("protocols", offered(node.protocols()));
        return info;
    }

    /** One entry a name, as go-ethereum has it: the highest version's. */
    private static Map<String, Object> offered(Map<Capability, Map<String, ?>> protocols) {
        Map<String, Object> named = new TreeMap<>();
        protocols.forEach(
                (capability, told) ->
                        named.put(capability.name(), told.isEmpty() ? "unknown" : told));
        return named;
    }

    /** An address and port as Go writes them: {@code 127.0.0.1:1}, {@code [::1]:1}. */
    static String text(InetSocketAddress address) {
        String host = host(address);
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    private static Map<String, Object> ordered(
            String first, Object firstValue, String second, Object secondValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, firstValue);
        map.put(second, secondValue);
        return map;
    }
}
