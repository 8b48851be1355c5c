package dev.peerloom.core;

import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;
import dev.peerloom.core.NodeStatistics.DialOutcome;
import dev.peerloom.core.NodeStatistics.Dials;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How dials ended, counted. Thread-safe. */
final class DialCounts {
    private final Map<DialOutcome, LongAdder> counts = new ConcurrentHashMap<>();

    void add(DialOutcome outcome) {
        counts.computeIfAbsent(outcome, o -> new LongAdder()).increment();
    }

    /** How a dial ended that did not become a link. */
    static DialOutcome of(DisconnectRecord record) {
        if (record.phase() == Phase.TCP) {
            return record.closedBy() == Closer.US ? DialOutcome.UNWANTED : DialOutcome.CONNECTION;
        }
        if (record.phase() == Phase.AUTH) {
            return DialOutcome.AUTH;
        }
        return switch (record.reason()) {
            case TOO_MANY_PEERS -> DialOutcome.SATURATED;
            case ALREADY_CONNECTED -> DialOutcome.KNOWN;
            case SAME_IDENTITY -> DialOutcome.SELF;
            case USELESS_PEER -> DialOutcome.USELESS;
            case UNEXPECTED_IDENTITY -> DialOutcome.UNEXPECTED_ID;
            default -> DialOutcome.HELLO;
        };
    }

    List<Dials> counted() {
        return counts.entrySet().stream()
                .map(entry -> new Dials(entry.getKey(), entry.getValue().sum()))
                .sorted(Comparator.comparing(Dials::outcome))
                .toList();
    }
}
