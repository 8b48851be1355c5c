package dev.peerloom.core.peer;

import dev.peerloom.api.Capability;
import dev.peerloom.core.NodeStatistics.Traffic;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the messages of one protocol on all links, by code. Thread-safe; a count costs some
 * nanoseconds, because event loops do not share a cache line for it.
 */
final class ProtocolMeter {
    /** One message in this many is timed: a look at the clock costs more than a count. */
    static final int SAMPLE = 16;

    private static final class Count {
        private final LongAdder messages = new LongAdder();
        private final LongAdder bytes = new LongAdder();
    }

    private final int length;
    private final LongAdder busyNanos = new LongAdder();

    /** Codes that have not passed have no count: in, then out. */
    private final AtomicReferenceArray<@Nullable Count> counts;

    ProtocolMeter(int length) {
        this.length = length;
        this.counts = new AtomicReferenceArray<>(2 * length);
    }

    void received(int code, long bytes) {
        add(code, bytes);
    }

    void sent(int code, long bytes) {
        add(length + code, bytes);
    }

    private void add(int index, long bytes) {
        Count count = counts.get(index);
        if (count == null) {
            counts.compareAndSet(index, null, new Count());
            count = counts.get(index);
        }
        if (count != null) {
            count.messages.increment();
            count.bytes.add(bytes);
        }
    }

    /** A message out of {@value #SAMPLE} kept its reader busy for that long. */
    void busy(long nanos) {
        busyNanos.add(nanos * SAMPLE);
    }

    Duration busy() {
        return Duration.ofNanos(busyNanos.sum());
    }

    List<Traffic> traffic(Capability capability) {
        List<Traffic> traffic = new ArrayList<>();
        for (int i = 0; i < 2 * length; i++) {
            Count count = counts.get(i);
            if (count != null) {
                traffic.add(
                        new Traffic(
                                capability,
                                i % length,
                                i < length,
                                count.messages.sum(),
                                count.bytes.sum()));
            }
        }
        return traffic;
    }
}
