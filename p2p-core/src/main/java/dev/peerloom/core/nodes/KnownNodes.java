package dev.peerloom.core.nodes;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;
import dev.peerloom.core.KnownNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of nodes, bounded in number and in time. Only nodes that we dialled are kept: of
 * one that dialled us the address where it listens is not known. Guarded by the lock of the {@link
 * NodeDatabase}.
 */
final class KnownNodes {
    /** How many nodes are kept. */
    static final int MAX_NODES = 10_000;

    /** A node that there was no link with for so long is forgotten. */
    static final Duration EXPIRY = Duration.ofDays(30);

    /** A node that there never was a link with is forgotten when nothing was tried for so long. */
    static final Duration NEVER_SEEN_EXPIRY = Duration.ofDays(3);

    static final int LOWEST = -20;
    static final int HIGHEST = 100;
    private static final int PER_LINK = 10;
    private static final int PER_FAILURE = -1;

    /** What makes room goes at once, so that a full table is not sorted for every node. */
    private static final int MADE_ROOM = MAX_NODES / 10;

    private final Map<NodeId, KnownNode> nodes = new HashMap<>();
    private final Set<NodeId> changed = new HashSet<>();

    /** Takes over what is stored, without counting it as a change. */
    void restore(KnownNode node) {
        if (nodes.size() < MAX_NODES) {
            nodes.put(node.node().id(), node);
        }
    }

    void linked(Enode node, Instant now) {
        KnownNode known = known(node);
        put(
                new KnownNode(
                        node,
                        Optional.of(now),
                        known.lastFailure(),
                        known.failure(),
                        score(known, PER_LINK)),
                now);
    }

    /** The link with a node is gone, so it was seen until now. */
    void left(NodeId id, Instant now) {
        KnownNode known = nodes.get(id);
        if (known != null) {
            put(
                    new KnownNode(
                            known.node(),
                            Optional.of(now),
                            known.lastFailure(),
                            known.failure(),
                            known.score()),
                    now);
        }
    }

    void failed(Enode node, String why, Instant now) {
        KnownNode known = known(node);
        put(
                new KnownNode(
                        node,
                        known.lastSeen(),
                        Optional.of(now),
                        Optional.of(why),
                        score(known, PER_FAILURE)),
                now);
    }

    private KnownNode known(Enode node) {
        KnownNode known = nodes.get(node.id());
        return known == null
                ? new KnownNode(node, Optional.empty(), Optional.empty(), Optional.empty(), 0)
                : known;
    }

    private static int score(KnownNode node, int change) {
        return Math.clamp((long) node.score() + change, LOWEST, HIGHEST);
    }

    private void put(KnownNode node, Instant now) {
        NodeId id = node.node().id();
        if (nodes.size() >= MAX_NODES && !nodes.containsKey(id)) {
            expire(now);
            makeRoom();
        }
        nodes.put(id, node);
        changed.add(id);
    }

    /** Forgets what is too old. */
    void expire(Instant now) {
        for (KnownNode node : List.copyOf(nodes.values())) {
            Duration limit = node.lastSeen().isPresent() ? EXPIRY : NEVER_SEEN_EXPIRY;
            if (touched(node).plus(limit).isBefore(now)) {
                forget(node);
            }
        }
    }

    private void makeRoom() {
        if (nodes.size() >= MAX_NODES) {
            best(MAX_NODES).reversed().stream().limit(MADE_ROOM).forEach(this::forget);
        }
    }

    private void forget(KnownNode node) {
        nodes.remove(node.node().id());
        changed.add(node.node().id());
    }

    /** No chain of comparators: the JDK's are serializable, which the class cache cannot hold. */
    private static int bestFirst(KnownNode one, KnownNode other) {
        int byScore = Integer.compare(other.score(), one.score());
        return byScore != 0 ? byScore : touched(other).compareTo(touched(one));
    }

    private static Instant touched(KnownNode node) {
        Instant seen = node.lastSeen().orElse(Instant.EPOCH);
        Instant failed = node.lastFailure().orElse(Instant.EPOCH);
        return node.lastSeen().isPresent() ? seen : failed;
    }

    Optional<KnownNode> find(NodeId id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** Those with the highest score, and of equal ones those seen last. */
    List<KnownNode> best(int limit) {
        return new ArrayList<>(nodes.values())
                .stream().sorted(KnownNodes::bestFirst).limit(limit).toList();
    }

    int size() {
        return nodes.size();
    }

    /** What has changed since the last call: empty for what is forgotten. */
    Map<NodeId, Optional<KnownNode>> takeChanges() {
        Map<NodeId, Optional<KnownNode>> changes = new HashMap<>();
        changed.forEach(id -> changes.put(id, find(id)));
        changed.clear();
        return changes;
    }

    /** Everything is to be stored again. */
    void allChanged() {
        changed.addAll(nodes.keySet());
    }
}
