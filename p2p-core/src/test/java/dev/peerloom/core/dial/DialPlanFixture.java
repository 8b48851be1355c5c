package dev.peerloom.core.dial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.Enode;
import dev.peerloom.api.NodeId;

import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A plan of whom to dial and when, in rounds on simulated time. */
abstract class DialPlanFixture {
    static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration HOUR = Duration.ofHours(1);
    final CandidateMix mix = new CandidateMix();
    final Set<NodeId> unwanted = new HashSet<>();
    final DialPlan plan = new DialPlan(new Random(1), node -> unwanted.contains(node.id()), mix);
    // Near the end of the range, because a clock of nanoseconds may pass it.
    long now = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();

    static Enode node(int number) {
        return node(number, "127.0.0.1");
    }

    static Enode node(int number, String host) {
        byte[] key = new byte[64];
        key[62] = (byte) (number >>> 8);
        key[63] = (byte) number;
        return new Enode(new NodeId(key), host, 30_303, 30_303);
    }

    static NodeId id(int number) {
        return node(number).id();
    }

    @BeforeEach
    void places() {
        plan.limits(50, 16);
    }

    /** One round: time passes, and then exactly these nodes are dialled. */
    void round(Duration passed, int... expected) {
        now += passed.toNanos();
        Set<String> wanted = new TreeSet<>();
        for (int number : expected) {
            wanted.add(id(number).toString());
        }
        Set<String> due = new TreeSet<>();
        plan.due(now).forEach(node -> due.add(node.id().toString()));
        assertEquals(wanted, due);
    }

    /** What happens between two rounds. */
    void linked(int... numbers) {
        for (int number : numbers) {
            plan.linked(id(number), false, false, now);
            plan.done(id(number), null, now);
        }
    }

    void cameIn(int... numbers) {
        for (int number : numbers) {
            plan.linked(id(number), true, false, now);
        }
    }

    void failed(int... numbers) {
        for (int number : numbers) {
            plan.done(id(number), "refused", now);
        }
    }

    void left(int... numbers) {
        for (int number : numbers) {
            plan.unlinked(id(number), now);
        }
    }
}
