package dev.peerloom.verification.benchmarks;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/** Counts what the current thread allocates: exact, whatever else the machine does. */
final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Something to do. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private Allocations() {}

    /** Bytes for each of so many times; the first times, which load classes, are not counted. */
    static long perOperation(int times, Work work) throws Exception {
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return of(
                        () -> {
                            for (int i = 0; i < times; i++) {
                                work.run();
                            }
                        })
                / times;
    }

    /** Bytes for doing it once. */
    static long of(Work work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
