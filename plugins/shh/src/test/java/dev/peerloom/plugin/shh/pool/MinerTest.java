package dev.peerloom.plugin.shh.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.wire.Envelope;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Nonces are found on all cores, or it is said that they are not. */
class MinerTest {
    private static final Duration LONG = Duration.ofSeconds(25);

    private final Miner miner = new Miner(2);

    private static Envelope envelope(int size) {
        return Envelope.of(2_000_000_000L, 50, Samples.TOPIC, new byte[size], 0);
    }

    @Property(tries = 30)
    void whatIsFoundHasTheWork(
            @ForAll @IntRange(max = 300) int size,
            @ForAll @IntRange(min = 1, max = 500) int tenThousandths)
            throws InterruptedException {
        double pow = tenThousandths / 10_000.0;
        Envelope plain = envelope(size);
        Envelope mined = miner.mine(plain, Miner.bitsFor(plain, pow), LONG).orElseThrow();
        int zeros = mined.leadingZeros(new Keccak256());
        // Enough even where the receiver's clock is ten seconds behind.
        assertTrue(mined.pow(zeros, 61) >= pow);
        assertEquals(plain, mined.withNonce(0));
    }

    @Test
    void noBitMoreThanNeededIsAskedFor() {
        Envelope plain = envelope(100);
        int bits = Miner.bitsFor(plain, 0.2);
        assertTrue(plain.pow(bits, 61) >= 0.2);
        assertFalse(plain.pow(bits - 1, 61) >= 0.2);
        assertEquals(0, Miner.bitsFor(plain, 0));
        assertEquals(256, Miner.bitsFor(plain, Double.MAX_VALUE));
    }

    @Test
    void whatCannotBeFoundInTimeIsNotFound() throws InterruptedException {
        assertEquals(Optional.empty(), miner.mine(envelope(10), 256, Duration.ofMillis(50)));
        assertEquals(Optional.empty(), miner.mine(envelope(10), 1, Duration.ZERO));
    }

    @Test
    void closingEndsASearch() throws Exception {
        CountDownLatch searching = new CountDownLatch(1);
        FutureTask<Optional<Envelope>> task =
                new FutureTask<>(
                        () -> {
                            searching.countDown();
                            return miner.mine(envelope(10), 256, Duration.ofDays(1));
                        });
        Thread.ofVirtual().start(task);
        searching.await();
        miner.close();
        assertEquals(Optional.empty(), task.get());
    }

    @Test
    void anInterruptEndsASearchAndTheNextOneHasItsTurn() throws Exception {
        FutureTask<Optional<Envelope>> task =
                new FutureTask<>(() -> miner.mine(envelope(10), 256, Duration.ofDays(1)));
        Thread thread = Thread.ofVirtual().unstarted(task);
        thread.start();
        thread.interrupt();
        assertThrows(ExecutionException.class, task::get);
        assertTrue(miner.mine(envelope(10), 1, LONG).isPresent());
    }

    @Test
    void hashingForItMakesNoGarbage() throws Exception {
        Keccak256 prefix = new Keccak256();
        envelope(300).workInput(prefix);
        Keccak256 keccak = new Keccak256();
        long before = allocatedBytes();
        int most = 0;
        for (long nonce = 0; nonce < 100_000; nonce++) {
            most = Math.max(most, keccak.set(prefix).updateLong(nonce).leadingZeros());
        }
        long allocated = allocatedBytes() - before;
        assertTrue(most >= 8, "so many hashes, and none of them lucky");
        assertTrue(allocated < 100_000, () -> allocated + " bytes for 100,000 hashes");
    }

    /** What this thread has allocated. The plugin's module does not read those of management. */
    private static long allocatedBytes() throws Exception {
        Object threads =
                Class.forName("java.lang.management.ManagementFactory")
                        .getMethod("getThreadMXBean")
                        .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean")
                        .getMethod("getCurrentThreadAllocatedBytes");
        return (long) allocated.invoke(threads);
    }
}
