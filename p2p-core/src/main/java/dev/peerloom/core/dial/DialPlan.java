package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Whom to dial and when, as a state machine: no thread, no clock, no socket. Static peers are tried
 * again for ever, requested nodes once, candidates of sources while places of dialled peers are
 * free. Owned by the thread of the {@link DialScheduler}.
 */
final class DialPlan {
    /** How many dials may be on their way at once. */
    static final int MAX_AT_ONCE = 16;

    /** A link that ended before is no reason to come back at once, again and again. */
    static final Duration SHORT_LINK = Duration.ofSeconds(10);

    /** How many static peers there may be, and how many nodes that wait to be dialled once. */
    static final int MAX_WAITING = 10_000;

    /** Of how many nodes whose dials are over it is kept what became of them. */
    static final int MAX_ENDED = 1_000;

    private final RandomGenerator random;
    private final Predicate<? super Enode> unwanted;
    private final DialHistory history;
    private final CandidateMix mix;
    private final Map<NodeId, DialTarget> targets = new HashMap<>();
    private final LinkedHashMap<NodeId, DialTarget> ended = new LinkedHashMap<>();
    private final Set<DialTarget> underWay = new HashSet<>();
    private final DialPlaces places = new DialPlaces();

    /**
     * An empty plan without places for candidates.
     *
     * @param unwanted candidates that are not to be dialled: ourselves, banned ones
     */
    DialPlan(RandomGenerator random, Predicate<? super Enode> unwanted, CandidateMix mix) {
        this.random = random;
        this.unwanted = unwanted;
        this.history = new DialHistory(random);
        this.mix = mix;
    }

    /** Sets how many peers there may be, and how many of them may be dialled candidates. */
    void limits(int peers, int dialled) {
        places.limits(peers, dialled);
    }

    /** Keeps a node connected from now on; false if there are too many of them. */
    boolean addStatic(Enode node, long now) {
        DialTarget known = targets.get(node.id());
        boolean had = known != null && known.fixed;
        if (!had && count(target -> target.fixed) >= MAX_WAITING) {
            return false;
        }
        DialTarget target = target(node, now);
        target.fixed = true;
        target.dropped = false;
        target.due = earliest(target, now);
        return true;
    }

    /** Keeps a node connected no longer; whether it did. A dial that is under way is in vain. */
    boolean removeStatic(NodeId id) {
        DialTarget target = targets.get(id);
        if (target == null || !target.fixed) {
            return false;
        }
        target.fixed = false;
        target.dropped = target.dialling;
        settle(target);
        return true;
    }

    /** Tries a node once; false if that is under way already, it is connected, or too many wait. */
    boolean request(Enode node, long now) {
        DialTarget known = targets.get(node.id());
        boolean underWay = known != null && (known.dialling || known.requested);
        if (underWay
                || places.isLinked(node.id())
                || count(target -> target.requested) >= MAX_WAITING) {
            return false;
        }
        DialTarget target = target(node, now);
        target.requested = true;
        target.due = earliest(target, now);
        return true;
    }

    private long count(Predicate<DialTarget> kind) {
        return targets.values().stream().filter(kind).count();
    }

    private DialTarget target(Enode node, long now) {
        DialTarget target = targets.get(node.id());
        if (target == null) {
            target = ended.remove(node.id());
        }
        if (target == null) {
            target = new DialTarget(node, now);
        }
        // The latest address that somebody gave is the one to try.
        target.node = node;
        targets.put(node.id(), target);
        return target;
    }

    private long earliest(DialTarget target, long now) {
        return target.isNear() ? now : history.earliest(target.node.id(), now);
    }

    boolean isStatic(NodeId id) {
        DialTarget target = targets.get(id);
        return target != null && target.fixed;
    }

    /** Static peers that wait for their next attempt may have it now. */
    void retryNow(long now) {
        for (DialTarget target : targets.values()) {
            if (target.isWaiting()) {
                target.due = earliest(target, now);
            }
        }
    }

    /** The nodes to dial now; each counts as being dialled from here on. */
    List<Enode> due(long now) {
        List<DialTarget> waiting =
                targets.values().stream()
                        .filter(this::isToBeDialled)
                        .filter(target -> target.due - now <= 0)
                        .sorted(Comparator.comparingLong(target -> target.due - now))
                        .limit(MAX_AT_ONCE - underWay.size())
                        .toList();
        List<Enode> due = new ArrayList<>();
        for (DialTarget target : waiting) {
            due.add(begin(target, now));
        }
        while (places(now) > 0) {
            CandidateMix.Candidate candidate = mix.take(now);
            if (candidate == null) {
                break;
            }
            if (isUseless(candidate.node(), now)) {
                mix.skip(candidate.source(), now);
            } else {
                DialTarget target = target(candidate.node(), now);
                target.candidate = true;
                due.add(begin(target, now));
            }
        }
        return due;
    }

    private boolean isToBeDialled(DialTarget target) {
        return target.isWaiting() && !places.isLinked(target.node.id());
    }

    private Enode begin(DialTarget target, long now) {
        target.dialling = true;
        target.requested = false;
        target.attempts++;
        target.lastAttempt = now;
        underWay.add(target);
        history.dialled(target.node.id(), now);
        return target.node;
    }

    private boolean isUseless(Enode node, long now) {
        NodeId id = node.id();
        return targets.containsKey(id)
                || places.isLinked(id)
                || history.earliest(id, now) != now
                || unwanted.test(node);
    }

    /** How many candidates are wanted now. */
    int places(long now) {
        // A link stands before its dial has returned: it counts once.
        int candidates =
                (int)
                        underWay.stream()
                                .filter(target -> target.candidate)
                                .filter(target -> !places.isLinked(target.node.id()))
                                .count();
        int free = places.free() - candidates;
        int atOnce = MAX_AT_ONCE - underWay.size();
        return history.hasRoom(now) ? Math.min(free, atOnce) : 0;
    }

    /** When to look again though nothing has happened; null if nothing is to come by itself. */
    @Nullable Long nextDue(long now) {
        Long next = places(now) > 0 ? mix.nextLook(now) : null;
        if (underWay.size() < MAX_AT_ONCE) {
            for (DialTarget target : targets.values()) {
                if (isToBeDialled(target) && (next == null || target.due - next < 0)) {
                    next = target.due;
                }
            }
        }
        return next;
    }

    /** There is a link with a node, or what it counts as has changed. */
    void linked(NodeId id, boolean inbound, boolean trusted, long now) {
        places.linked(id, inbound, trusted, now);
        DialTarget target = targets.get(id);
        if (target != null) {
            target.failures = 0;
            target.requested = false;
            settle(target);
        }
    }

    /** The link with a node is gone. */
    void unlinked(NodeId id, long now) {
        Long since = places.unlinked(id);
        DialTarget target = targets.get(id);
        if (since != null && target != null && target.fixed) {
            boolean brief = now - since < SHORT_LINK.toNanos();
            target.shortLinks = brief ? target.shortLinks + 1 : 0;
            target.due = again(target, now);
        }
    }

    /**
     * A dial has ended.
     *
     * @param failure why it failed; null if it became a link, or there was one already
     * @return whether its link is not wanted any more
     */
    boolean done(NodeId id, @Nullable String failure, long now) {
        DialTarget target = targets.get(id);
        if (target == null || !target.dialling) {
            return false;
        }
        underWay.remove(target);
        target.dialling = false;
        target.candidate = false;
        if (failure != null) {
            target.failures++;
            target.lastFailure = failure;
        }
        if (failure != null || !places.isLinked(id)) {
            // Without a failure: of two connections that crossed, the other one is about to become
            // the link; or the node has not noticed yet that we are gone. Asking again at once
            // would get no more.
            target.due = again(target, now);
        }
        boolean vain = target.dropped && failure == null;
        target.dropped = false;
        settle(target);
        return vain;
    }

    /** What has no dial to come is kept for a while for those who ask what became of it. */
    private void settle(DialTarget target) {
        if (!target.fixed && !target.requested && !target.dialling) {
            NodeId id = target.node.id();
            targets.remove(id);
            ended.putLast(id, target);
            if (ended.size() > MAX_ENDED) {
                ended.pollFirstEntry();
            }
        }
    }

    private long again(DialTarget target, long now) {
        long due = now + DialPause.after(Math.max(target.failures, target.shortLinks), random);
        long allowed = earliest(target, now);
        return due - allowed < 0 ? allowed : due;
    }

    /** How things stand with one node; null if nothing is known. */
    DialTarget.@Nullable Snapshot status(NodeId id) {
        DialTarget target = targets.getOrDefault(id, ended.get(id));
        return target == null ? null : snapshot(target);
    }

    /** How things stand with all nodes: those that have a dial to come first. */
    List<DialTarget.Snapshot> status() {
        List<DialTarget.Snapshot> all = new ArrayList<>();
        targets.values().forEach(target -> all.add(snapshot(target)));
        ended.sequencedValues().reversed().forEach(target -> all.add(snapshot(target)));
        return all;
    }

    private DialTarget.Snapshot snapshot(DialTarget target) {
        return target.snapshot(places.isLinked(target.node.id()));
    }
}
