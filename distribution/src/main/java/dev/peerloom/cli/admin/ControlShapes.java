package dev.peerloom.cli.admin;

import dev.peerloom.cli.metrics.Labels;
import dev.peerloom.core.Ban;
import dev.peerloom.core.DialStatus;
import dev.peerloom.core.KnownNode;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The shapes of dials, known nodes and bans. What there is not is left out. */
final class ControlShapes {
    private ControlShapes() {}

    static Map<String, Object> dial(DialStatus dial) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("id", PeerShapes.id(dial.node().id()));
        shape.put("enode", dial.node().toString());
        shape.put("static", dial.fixed());
        shape.put("state", Labels.text(dial.state()));
        shape.put("attempts", dial.attempts());
        shape.put("failures", dial.failures());
        put(shape, "lastAttempt", dial.lastAttempt());
        put(shape, "nextAttempt", dial.nextAttempt());
        dial.lastFailure().ifPresent(text -> shape.put("lastFailure", text));
        return shape;
    }

    static Map<String, Object> known(KnownNode node) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("id", PeerShapes.id(node.node().id()));
        shape.put("enode", node.node().toString());
        shape.put("score", node.score());
        put(shape, "lastSeen", node.lastSeen());
        put(shape, "lastFailure", node.lastFailure());
        node.failure().ifPresent(text -> shape.put("failure", text));
        return shape;
    }

    static Map<String, Object> ban(Ban ban) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("target", ban.target().toString());
        shape.put("since", ban.since().toString());
        put(shape, "until", ban.until());
        shape.put("reason", ban.reason());
        shape.put("configured", ban.configured());
        return shape;
    }

    private static void put(Map<String, Object> shape, String name, Optional<Instant> moment) {
        moment.ifPresent(time -> shape.put(name, time.toString()));
    }
}
