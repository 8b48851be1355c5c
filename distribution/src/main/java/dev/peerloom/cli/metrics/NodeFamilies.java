package dev.peerloom.cli.metrics;

import dev.peerloom.api.Capability;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.NodeStatistics;
import dev.peerloom.core.NodeStatistics.Dials;
import dev.peerloom.core.NodeStatistics.Ended;
import dev.peerloom.core.NodeStatistics.ProtocolLoad;
import dev.peerloom.core.NodeStatistics.Sessions;
import dev.peerloom.core.NodeStatistics.Started;
import dev.peerloom.core.NodeStatistics.Traffic;
import dev.peerloom.core.PluginFault;
import dev.peerloom.core.PluginStatus;

import java.time.Duration;
import java.util.List;

/**
 * A node's own metrics. What go-ethereum has too is named as it names it, with labels where it has
 * longer names: its {@code p2p_ingress_eth_69_0x02_packets} is a {@code
 * peerloom_p2p_ingress_messages_total} with protocol, version and code.
 */
final class NodeFamilies {
    private NodeFamilies() {}

    static List<Family> of(String version, NodeStatistics statistics, List<PluginStatus> plugins) {
        return List.of(
                new Family("peerloom_info", "The version of the node; always 1.")
                        .add(1, "version", version),
                peers(statistics.sessions()),
                sessions(statistics.sessions()),
                handshakes(statistics),
                dials(statistics),
                disconnects(statistics.ended()),
                new Family(
                                "peerloom_p2p_ingress_bytes_total",
                                "Bytes read from the links of peers, frames and MACs included.")
                        .add((double) statistics.bytesRead()),
                new Family(
                                "peerloom_p2p_egress_bytes_total",
                                "Bytes written to the links of peers, frames and MACs included.")
                        .add((double) statistics.bytesWritten()),
                messages("peerloom_p2p_ingress_messages_total", true, statistics.traffic()),
                messages("peerloom_p2p_egress_messages_total", false, statistics.traffic()),
                payload("peerloom_p2p_ingress_payload_bytes_total", true, statistics.traffic()),
                payload("peerloom_p2p_egress_payload_bytes_total", false, statistics.traffic()),
                protocolPeers(statistics.protocols()),
                inboxMessages(statistics.protocols()),
                inboxBytes(statistics.protocols()),
                fullInboxes(statistics.protocols()),
                busy(statistics.protocols()),
                lags(statistics.loopLags()),
                states(plugins),
                faults(plugins));
    }

    private static Family peers(List<Sessions> sessions) {
        Family family =
                new Family("peerloom_p2p_peers", "Connected peers, by who dialled.")
                        .add(0, "direction", "inbound")
                        .add(0, "direction", "outbound");
        for (Sessions kind : sessions) {
            if (kind.phase() == Phase.RUNNING) {
                family.add(kind.count(), "direction", Labels.direction(kind.inbound()));
            }
        }
        return family;
    }

    private static Family sessions(List<Sessions> sessions) {
        Family family =
                new Family(
                        "peerloom_p2p_sessions",
                        "Sessions by who dialled and how far they have come.");
        for (Sessions kind : sessions) {
            family.add(
                    kind.count(),
                    "direction",
                    Labels.direction(kind.inbound()),
                    "phase",
                    Labels.text(kind.phase()));
        }
        return family;
    }

    private static Family handshakes(NodeStatistics statistics) {
        Family family =
                new Family(
                        "peerloom_p2p_handshakes_total",
                        "Handshakes by who dialled and outcome: done, or the phase they failed in.");
        for (Started started : statistics.started()) {
            family.add(
                    (double) started.count(),
                    "direction",
                    Labels.direction(started.inbound()),
                    "outcome",
                    "done");
        }
        for (Ended ended : statistics.ended()) {
            if (ended.phase() == Phase.AUTH || ended.phase() == Phase.HELLO) {
                family.add(
                        (double) ended.count(),
                        "direction",
                        Labels.direction(ended.inbound()),
                        "outcome",
                        Labels.text(ended.phase()));
            }
        }
        return family;
    }

    private static Family dials(NodeStatistics statistics) {
        Family family =
                new Family(
                        "peerloom_p2p_dials_total",
                        "Dials by outcome: success, or why they did not become a link.");
        for (Dials dials : statistics.dials()) {
            family.add((double) dials.count(), "outcome", Labels.text(dials.outcome()));
        }
        return family;
    }

    private static Family disconnects(List<Ended> ends) {
        Family family =
                new Family(
                        "peerloom_p2p_disconnects_total",
                        "Sessions that ended or failed, by who dialled, phase, who closed them and"
                                + " reason.");
        for (Ended ended : ends) {
            family.add(
                    (double) ended.count(),
                    "direction",
                    Labels.direction(ended.inbound()),
                    "phase",
                    Labels.text(ended.phase()),
                    "closed_by",
                    Labels.text(ended.closedBy()),
                    "reason",
                    Labels.text(ended.reason()));
        }
        return family;
    }

    private static Family messages(String name, boolean inbound, List<Traffic> traffic) {
        Family family =
                new Family(
                        name,
                        "Messages "
                                + (inbound ? "received" : "sent")
                                + ", by protocol, version and message code.");
        for (Traffic part : traffic) {
            if (part.inbound() == inbound) {
                family.add((double) part.messages(), labels(part));
            }
        }
        return family;
    }

    private static Family payload(String name, boolean inbound, List<Traffic> traffic) {
        Family family =
                new Family(
                        name,
                        "Bytes of the payloads of messages "
                                + (inbound ? "received" : "sent")
                                + ", not compressed, by protocol, version and message code.");
        for (Traffic part : traffic) {
            if (part.inbound() == inbound) {
                family.add((double) part.bytes(), labels(part));
            }
        }
        return family;
    }

    private static String[] labels(Traffic part) {
        return new String[] {
            "protocol",
            part.capability().name(),
            "version",
            Integer.toString(part.capability().version()),
            "code",
            "0x%02x".formatted(part.code())
        };
    }

    private static Family protocolPeers(List<ProtocolLoad> loads) {
        Family family =
                new Family("peerloom_p2p_protocol_peers", "Links that each protocol runs on.");
        loads.forEach(load -> family.add(load.links(), labels(load)));
        return family;
    }

    private static Family inboxMessages(List<ProtocolLoad> loads) {
        Family family =
                new Family(
                        "peerloom_p2p_inbox_messages",
                        "Messages that arrived and were not read by their protocol yet.");
        loads.forEach(load -> family.add((double) load.waitingMessages(), labels(load)));
        return family;
    }

    private static Family inboxBytes(List<ProtocolLoad> loads) {
        Family family =
                new Family(
                        "peerloom_p2p_inbox_bytes",
                        "Memory of the messages that were not read by their protocol yet.");
        loads.forEach(load -> family.add((double) load.waitingBytes(), labels(load)));
        return family;
    }

    private static Family fullInboxes(List<ProtocolLoad> loads) {
        Family family =
                new Family(
                        "peerloom_p2p_inbox_full",
                        "Links that are not read because the protocol does not read.");
        loads.forEach(load -> family.add(load.fullInboxes(), labels(load)));
        return family;
    }

    private static Family busy(List<ProtocolLoad> loads) {
        Family family =
                new Family(
                        "peerloom_plugin_busy_seconds_total",
                        "Time that protocols took for the messages they read, waiting included;"
                                + " one message in 16 is measured.");
        loads.forEach(load -> family.add(Labels.seconds(load.busy()), labels(load)));
        return family;
    }

    private static String[] labels(ProtocolLoad load) {
        Capability capability = load.capability();
        return new String[] {
            "plugin",
            load.plugin(),
            "protocol",
            capability.name(),
            "version",
            Integer.toString(capability.version())
        };
    }

    private static Family lags(List<Duration> lags) {
        Family family =
                new Family(
                        "peerloom_p2p_eventloop_lag_seconds",
                        "For how long a task waited for its turn on each event loop just now.");
        for (int i = 0; i < lags.size(); i++) {
            family.add(Labels.seconds(lags.get(i)), "loop", Integer.toString(i));
        }
        return family;
    }

    private static Family states(List<PluginStatus> plugins) {
        Family family =
                new Family("peerloom_plugin_state", "1 for the state that each plugin is in.");
        for (PluginStatus plugin : plugins) {
            family.add(
                    1,
                    "plugin",
                    plugin.id(),
                    "version",
                    plugin.version(),
                    "state",
                    Labels.text(plugin.state()));
        }
        return family;
    }

    private static Family faults(List<PluginStatus> plugins) {
        Family family =
                new Family(
                        "peerloom_plugin_faults",
                        "What went wrong with each plugin since it was loaded.");
        for (PluginStatus plugin : plugins) {
            long count = plugin.faults().stream().mapToLong(PluginFault::count).sum();
            family.add((double) count, "plugin", plugin.id());
        }
        return family;
    }
}
