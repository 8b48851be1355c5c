package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.Capability;
import dev.peerloom.core.NodeStatistics.Traffic;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ProtocolMeterTest {
    private static final Capability CAPABILITY = new Capability("metered", 1);

    @Test
    void countsByCodeAndDirection() {
        ProtocolMeter meter = new ProtocolMeter(3);
        meter.received(2, 5);
        meter.received(2, 6);
        meter.sent(2, 7);
        meter.sent(0, 0);
        assertEquals(
                List.of(
                        new Traffic(CAPABILITY, 2, true, 2, 11),
                        new Traffic(CAPABILITY, 0, false, 1, 0),
                        new Traffic(CAPABILITY, 2, false, 1, 7)),
                meter.traffic(CAPABILITY));
    }

    @Test
    void loseNothingWhenManyCountAtOnce() throws Exception {
        ProtocolMeter meter = new ProtocolMeter(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int j = 0; j < 10_000; j++) {
                                            meter.received(0, 2);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(
                List.of(new Traffic(CAPABILITY, 0, true, 80_000, 160_000)),
                meter.traffic(CAPABILITY));
    }

    @Test
    void aTimedMessageStandsForThoseThatWereNot() {
        ProtocolMeter meter = new ProtocolMeter(1);
        meter.busy(1_000);
        assertEquals(Duration.ofNanos(16_000), meter.busy());
    }
}
