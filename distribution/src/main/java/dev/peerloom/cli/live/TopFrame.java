package dev.peerloom.cli.live;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The load of a node between two samples. Immutable.
 *
 * @param at when the second sample was taken
 * @param seconds between the two
 * @param bytesIn read from the links of peers, a second
 * @param bytesOut given to them, a second
 * @param lag the longest that a task waited for an event loop, in seconds
 * @param progress what plugins have under way: from 0 to 1, by what it is
 * @param protocols the protocols, by name
 * @param peers the peers, those with the most bytes first
 */
public record TopFrame(
        Instant at,
        double seconds,
        double bytesIn,
        double bytesOut,
        double lag,
        Map<String, Double> progress,
        List<ProtocolRow> protocols,
        List<PeerRow> peers) {

    /** What passes and waits, a second each for what passes. */
    public record Flow(
            double messagesIn,
            double messagesOut,
            double bytesIn,
            double bytesOut,
            long waitingMessages,
            long waitingBytes) {
        double bytes() {
            return bytesIn + bytesOut;
        }

        private void addTo(Map<String, Object> tree) {
            tree.put("messagesIn", messagesIn);
            tree.put("messagesOut", messagesOut);
            tree.put("bytesIn", bytesIn);
            tree.put("bytesOut", bytesOut);
            tree.put("waitingMessages", waitingMessages);
            tree.put("waitingBytes", waitingBytes);
        }
    }

    /** One protocol on all links; busy is the part of the time that its code took, in seconds. */
    public record ProtocolRow(
            String protocol, String plugin, int links, Flow flow, int fullInboxes, double busy) {
        private Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("protocol", protocol);
            tree.put("plugin", plugin);
            tree.put("links", links);
            flow.addTo(tree);
            tree.put("fullInboxes", fullInboxes);
            tree.put("busy", busy);
            return tree;
        }
    }

    /** One link with all protocols on it. */
    public record PeerRow(
            String id, String name, String remoteAddress, boolean inbound, Flow flow) {
        private Map<String, Object> tree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("id", id);
            tree.put("name", name);
            tree.put("remoteAddress", remoteAddress);
            tree.put("inbound", inbound);
            flow.addTo(tree);
            return tree;
        }
    }

    /** Makes the lists immutable. */
    public TopFrame {
        progress = Collections.unmodifiableMap(new TreeMap<>(progress));
        protocols = List.copyOf(protocols);
        peers = List.copyOf(peers);
    }

    /** The frame for programs. */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", at.toString());
        tree.put("seconds", seconds);
        tree.put("bytesIn", bytesIn);
        tree.put("bytesOut", bytesOut);
        tree.put("eventLoopLag", lag);
        tree.put("progress", progress);
        tree.put("protocols", protocols.stream().map(ProtocolRow::tree).toList());
        tree.put("peers", peers.stream().map(PeerRow::tree).toList());
        return tree;
    }

    /** What happened between two samples. */
    public static TopFrame between(Sample before, Sample after) {
        double seconds = Math.max(1e-3, (after.nanos() - before.nanos()) / 1e9);
        JsonNode then = before.load();
        JsonNode now = after.load();
        double lag = 0;
        for (JsonNode loop : now.path("eventLoopLags")) {
            lag = Math.max(lag, loop.asDouble());
        }
        Map<String, Double> progress = new TreeMap<>();
        now.path("progress")
                .properties()
                .forEach(entry -> progress.put(entry.getKey(), entry.getValue().asDouble()));
        return new TopFrame(
                after.at(),
                seconds,
                rate(then, now, "bytesRead", seconds),
                rate(then, now, "bytesWritten", seconds),
                lag,
                progress,
                protocols(then, now, seconds),
                peers(then, now, seconds));
    }

    private static List<ProtocolRow> protocols(JsonNode then, JsonNode now, double seconds) {
        Map<String, JsonNode> earlier = byKey(then.path("protocols"), "protocol");
        List<ProtocolRow> rows = new ArrayList<>();
        for (JsonNode protocol : now.path("protocols")) {
            String name = protocol.path("protocol").asString();
            JsonNode old = earlier.getOrDefault(name, protocol.path("none"));
            rows.add(
                    new ProtocolRow(
                            name,
                            protocol.path("plugin").asString(),
                            protocol.path("links").asInt(),
                            flow(old, protocol, "bytesReceived", "bytesSent", seconds),
                            protocol.path("fullInboxes").asInt(),
                            rate(old, protocol, "busySeconds", seconds)));
        }
        return rows;
    }

    private static List<PeerRow> peers(JsonNode then, JsonNode now, double seconds) {
        Map<String, JsonNode> earlier = byKey(then.path("peers"), "id");
        List<PeerRow> rows = new ArrayList<>();
        for (JsonNode peer : now.path("peers")) {
            String id = peer.path("id").asString();
            JsonNode old = earlier.getOrDefault(id, peer.path("none"));
            rows.add(
                    new PeerRow(
                            id,
                            peer.path("name").asString(),
                            peer.path("remoteAddress").asString(),
                            peer.path("inbound").asBoolean(),
                            flow(old, peer, "bytesRead", "bytesWritten", seconds)));
        }
        rows.sort(
                Comparator.comparingDouble((PeerRow row) -> -row.flow().bytes())
                        .thenComparing(PeerRow::id));
        return rows;
    }

    private static Map<String, JsonNode> byKey(JsonNode list, String key) {
        Map<String, JsonNode> map = new LinkedHashMap<>();
        list.forEach(item -> map.put(item.path(key).asString(), item));
        return map;
    }

    private static Flow flow(
            JsonNode then, JsonNode now, String bytesIn, String bytesOut, double seconds) {
        return new Flow(
                rate(then, now, "messagesReceived", seconds),
                rate(then, now, "messagesSent", seconds),
                rate(then, now, bytesIn, seconds),
                rate(then, now, bytesOut, seconds),
                now.path("waitingMessages").asLong(),
                now.path("waitingBytes").asLong());
    }

    /** A count that has become smaller began anew meanwhile: with another link of the peer. */
    private static double rate(JsonNode then, JsonNode now, String key, double seconds) {
        double old = then.path(key).asDouble(0);
        double current = now.path(key).asDouble();
        return (current < old ? current : current - old) / seconds;
    }
}
