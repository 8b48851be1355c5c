package dev.peerloom.core.dial;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Whom to dial and when, as a state machine: no thread, no clock, no socket. Static peers are tried
 * again for ever, other nodes once. Owned by the thread of the {@link DialScheduler}.
 */
final class DialPlan {
    /** How many dials may be on their way at once. */
    static final int MAX_AT_ONCE = 16;

    /** The first pause before a static peer is tried again; doubled with each failure. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    /** The longest pause between two attempts at a static peer. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private enum State {
        WAITING,
        DIALLING,
        CONNECTED
    }

    private static final class Target {
        final Enode node;
        boolean fixed;
        State state = State.WAITING;
        long due;
        int failures;

        Target(Enode node, boolean fixed, long due) {
            this.node = node;
            this.fixed = fixed;
            this.due = due;
        }
    }

    private final RandomGenerator random;
    private final Map<NodeId, Target> targets = new HashMap<>();
    private int dialling;

    DialPlan(RandomGenerator random) {
        this.random = random;
    }

    /** Keeps a node connected from now on. */
    void addStatic(Enode node, long now) {
        Target target = targets.computeIfAbsent(node.id(), id -> new Target(node, true, now));
        target.fixed = true;
    }

    /** Tries a node once; false if that is under way or the node is connected by a dial of ours. */
    boolean request(Enode node, long now) {
        return targets.putIfAbsent(node.id(), new Target(node, false, now)) == null;
    }

    boolean isStatic(NodeId id) {
        Target target = targets.get(id);
        return target != null && target.fixed;
    }

    /** The nodes to dial now; each counts as being dialled from here on. */
    List<Enode> due(long now) {
        List<Enode> due = new ArrayList<>();
        for (Iterator<Target> all = targets.values().iterator();
                all.hasNext() && dialling < MAX_AT_ONCE; ) {
            Target target = all.next();
            if (target.state == State.WAITING && target.due - now <= 0) {
                target.state = State.DIALLING;
                dialling++;
                due.add(target.node);
            }
        }
        return due;
    }

    /** When the next node is due; null if none is, or all places are taken. */
    @Nullable Long nextDue() {
        if (dialling >= MAX_AT_ONCE) {
            return null;
        }
        Long next = null;
        for (Target target : targets.values()) {
            if (target.state == State.WAITING && (next == null || target.due - next < 0)) {
                next = target.due;
            }
        }
        return next;
    }

    /** A dial has become a link. */
    void connected(NodeId id) {
        Target target = targets.get(id);
        if (target != null && target.state == State.DIALLING) {
            dialling--;
            target.state = State.CONNECTED;
            target.failures = 0;
        }
    }

    /** A dial has failed, or the node is connected already by a link of its own making. */
    void failed(NodeId id, long now) {
        Target target = targets.get(id);
        if (target != null && target.state == State.DIALLING) {
            dialling--;
            target.failures++;
            retry(target, now);
        }
    }

    /** A link that came of a dial has ended. */
    void ended(NodeId id, long now) {
        Target target = targets.get(id);
        if (target != null && target.state == State.CONNECTED) {
            retry(target, now);
        }
    }

    private void retry(Target target, long now) {
        if (!target.fixed) {
            targets.remove(target.node.id());
            return;
        }
        target.state = State.WAITING;
        target.due = now + pause(target.failures);
    }

    private long pause(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 16);
        long pause = FIRST_PAUSE.toNanos() << doublings;
        long capped = Math.min(pause, LONGEST_PAUSE.toNanos());
        // A quarter of jitter, so that nodes that lost each other at once do not meet at once.
        return capped - capped / 8 + random.nextLong(capped / 4);
    }
}
