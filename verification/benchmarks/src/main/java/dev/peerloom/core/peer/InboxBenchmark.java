package dev.peerloom.core.peer;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** From the event loop's thread to a protocol's virtual thread, which is waiting, by burst. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InboxBenchmark {
    private static final int MESSAGES = 64;

    /** How many messages come before the reader is woken. */
    @Param({"1", "16", "64"})
    public int burst;

    private final Inbox inbox =
            new Inbox(MemoryBudget.ofHeap(), System::nanoTime, InboxBenchmark::nobodyIsFull);
    private final AtomicLong taken = new AtomicLong();
    private final byte[] body = new byte[64];
    private Thread reader = Thread.currentThread();
    private long put;

    private static void nobodyIsFull() {}

    /** Starts the reader. */
    @Setup
    public void start() {
        reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try {
            while (!inbox.isClosed()) {
                for (Inbox.Entry entry = inbox.poll(); entry != null; entry = inbox.poll()) {
                    taken.incrementAndGet();
                }
                boolean _ = inbox.await(Long.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the reader. */
    @TearDown
    public void stop() throws InterruptedException {
        inbox.close();
        reader.join();
    }

    /** Until the reader has all of them. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long handOver() {
        for (int i = 1; i <= MESSAGES; i++) {
            boolean _ = inbox.put(new Inbox.Entry(16, body, 0, body.length, Instant.EPOCH));
            put++;
            if (i % burst == 0) {
                inbox.wake();
                while (taken.get() < put) {
                    Thread.onSpinWait();
                }
            }
        }
        return put;
    }
}
