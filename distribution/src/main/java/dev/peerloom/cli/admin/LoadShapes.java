package dev.peerloom.cli.admin;

import dev.peerloom.api.Capability;
import dev.peerloom.cli.live.ProgressBar;
import dev.peerloom.cli.metrics.Labels;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.Node;
import dev.peerloom.core.NodeStatistics;
import dev.peerloom.core.NodeStatistics.Dials;
import dev.peerloom.core.NodeStatistics.Ended;
import dev.peerloom.core.NodeStatistics.ProtocolLoad;
import dev.peerloom.core.NodeStatistics.Traffic;
import dev.peerloom.core.PeerLoad;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of {@code admin_load}: counts since the start of the node or link, and what waits. */
final class LoadShapes {
    private LoadShapes() {}

    static Map<String, Object> load(Node node, Instant startedAt) {
        NodeStatistics statistics = node.statistics();
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("at", Instant.now().toString());
        shape.put("startedAt", startedAt.toString());
        shape.put("bytesRead", statistics.bytesRead());
        shape.put("bytesWritten", statistics.bytesWritten());
        shape.put("eventLoopLags", statistics.loopLags().stream().map(Labels::seconds).toList());
        shape.put("progress", ProgressBar.underWay(node.metrics()));
        shape.put("sessions", sessions(statistics));
        shape.put("handshakes", handshakes(statistics));
        shape.put("dials", dials(statistics));
        shape.put("disconnects", statistics.ended().stream().map(LoadShapes::ended).toList());
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

    private static List<Map<String, Object>> sessions(NodeStatistics statistics) {
        return statistics.sessions().stream()
                .map(
                        kind ->
                                counted(
                                        kind.inbound(),
                                        "phase",
                                        Labels.text(kind.phase()),
                                        kind.count()))
                .toList();
    }

    /** Those that were done, and those that failed by the phase they failed in. */
    private static List<Map<String, Object>> handshakes(NodeStatistics statistics) {
        List<Map<String, Object>> shapes = new ArrayList<>();
        statistics.started().stream()
                .filter(done -> done.count() > 0)
                .forEach(done -> shapes.add(handshake(done.inbound(), "done", done.count())));
        for (boolean inbound : new boolean[] {true, false}) {
            for (Phase phase : List.of(Phase.AUTH, Phase.HELLO)) {
                long failed =
                        statistics.ended().stream()
                                .filter(end -> end.inbound() == inbound && end.phase() == phase)
                                .mapToLong(Ended::count)
                                .sum();
                if (failed > 0) {
                    shapes.add(handshake(inbound, Labels.text(phase), failed));
                }
            }
        }
        return shapes;
    }

    private static Map<String, Object> handshake(boolean inbound, String outcome, long count) {
        return counted(inbound, "outcome", outcome, count);
    }

    private static Map<String, Object> counted(
            boolean inbound, String key, String value, long count) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("direction", Labels.direction(inbound));
        shape.put(key, value);
        shape.put("count", count);
        return shape;
    }

    private static List<Map<String, Object>> dials(NodeStatistics statistics) {
        return statistics.dials().stream().map(LoadShapes::dial).toList();
    }

    private static Map<String, Object> dial(Dials dials) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("outcome", Labels.text(dials.outcome()));
        shape.put("count", dials.count());
        return shape;
    }

    private static Map<String, Object> ended(Ended ended) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("direction", Labels.direction(ended.inbound()));
        shape.put("phase", Labels.text(ended.phase()));
        shape.put("closedBy", Labels.text(ended.closedBy()));
        shape.put("reason", Labels.text(ended.reason()));
        shape.put("count", ended.count());
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
        shape.put("busySeconds", Labels.seconds(load.busy()));
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
}
