package dev.peerloom.cli.admin;

import dev.peerloom.api.Capability;
import dev.peerloom.cli.live.ProgressBar;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeStatistics;
import dev.peerloom.core.NodeStatistics.ProtocolLoad;
import dev.peerloom.core.NodeStatistics.Traffic;
import dev.peerloom.core.PeerLoad;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of {@code admin_load}: counts since the start of the node or link, and what waits. */
final class LoadShapes {
    private static final double NANOS = 1e9;

    private LoadShapes() {}

    static Map<String, Object> load(Node node) {
        NodeStatistics statistics = node.statistics();
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("bytesRead", statistics.bytesRead());
        shape.put("bytesWritten", statistics.bytesWritten());
        shape.put(
                "eventLoopLags", statistics.loopLags().stream().map(LoadShapes::seconds).toList());
        shape.put("progress", ProgressBar.underWay(node.metrics()));
        shape.put(
                "protocols",
                statistics.protocols().stream()
                        .map(protocol -> protocol(protocol, statistics.traffic()))
                        .toList());
        shape.put(
                "peers",
                node.peerLoads().stream()
                        .map(LoadShapes::peer)
                        .sorted(Comparator.comparing(peer -> String.valueOf(peer.get("id"))))
                        .toList());
        return shape;
    }

    private static Map<String, Object> protocol(ProtocolLoad load, List<Traffic> traffic) {
        Capability capability = load.capability();
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("protocol", capability.toString());
        shape.put("plugin", load.plugin());
        shape.put("links", load.links());
        shape.put("messagesReceived", messages(traffic, capability, true));
        shape.put("messagesSent", messages(traffic, capability, false));
        shape.put("bytesReceived", bytes(traffic, capability, true));
        shape.put("bytesSent", bytes(traffic, capability, false));
        shape.put("waitingMessages", load.waitingMessages());
        shape.put("waitingBytes", load.waitingBytes());
        shape.put("fullInboxes", load.fullInboxes());
        shape.put("busySeconds", seconds(load.busy()));
        return shape;
    }

    private static long messages(List<Traffic> traffic, Capability capability, boolean inbound) {
        return traffic.stream()
                .filter(part -> part.inbound() == inbound && part.capability().equals(capability))
                .mapToLong(Traffic::messages)
                .sum();
    }

    private static long bytes(List<Traffic> traffic, Capability capability, boolean inbound) {
        return traffic.stream()
                .filter(part -> part.inbound() == inbound && part.capability().equals(capability))
                .mapToLong(Traffic::bytes)
                .sum();
    }

    private static Map<String, Object> peer(PeerLoad load) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("id", PeerShapes.id(load.peer().id()));
        shape.put("name", load.peer().clientName());
        shape.put("remoteAddress", PeerShapes.text(load.peer().remoteAddress()));
        shape.put("inbound", load.peer().inbound());
        shape.put("messagesReceived", load.messagesReceived());
        shape.put("messagesSent", load.messagesSent());
        shape.put("bytesRead", load.bytesRead());
        shape.put("bytesWritten", load.bytesWritten());
        shape.put("waitingMessages", load.waitingMessages());
        shape.put("waitingBytes", load.waitingBytes());
        return shape;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
