package dev.peerloom.core.fault;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.management.VirtualThreadSchedulerMXBean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@ResourceLock(Resources.GLOBAL)
class CarrierWatchTest {
    private final VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final int parallelism = scheduler.getParallelism();
    private final CodeWatch watch = CodeWatch.create();
    private final List<Thread> hogs = new ArrayList<>();
    private volatile boolean over;

    @AfterEach
    void end() throws Exception {
        over = true;
        for (Thread hog : hogs) {
            hog.join();
        }
        scheduler.setParallelism(parallelism);
    }

    private void compute() {
        watch.threads().enter("greedy");
        while (!over) {
            Thread.onSpinWait();
        }
        watch.threads().leave();
    }

    /** Two run()s that computed for ever, on two processors, stopped the whole node. */
    @Test
    void othersAreRunBesidePluginsThatComputeOnEveryProcessor() throws Exception {
        try (CarrierWatch carriers = CarrierWatch.start(watch)) {
            for (int i = 0; i <= parallelism; i++) {
                hogs.add(Thread.ofVirtual().name("greedy/1").start(this::compute));
            }
            Thread other = Thread.ofVirtual().start(() -> {});
            assertTrue(other.join(Duration.ofMinutes(2)), carriers::toString);
        }
        assertFalse(watch.faults().of("greedy").isEmpty());
        String fault = watch.faults().of("greedy").getFirst().what();
        assertTrue(fault.contains("greedy/1 computes without a pause"), fault);
        assertTrue(fault.contains("CarrierWatchTest.compute"), fault);
    }
}
