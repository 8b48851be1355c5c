package dev.peerloom.core.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Bytes on their way from the event loop to the thread that sets a connection up. */
class SetupInputTest {
    private final AtomicInteger resumed = new AtomicInteger();
    private final SetupInput input = new SetupInput(resumed::incrementAndGet);

    private static long inTenSeconds() {
        return System.nanoTime() + 10_000_000_000L;
    }

    @Test
    void bytesComeOutAsTheyWentIn() throws Exception {
        byte[] into = new byte[3];
        input.add(new byte[] {9, 1, 2, 3, 4, 9}, 1, 4);
        assertEquals(3, input.read(into, inTenSeconds()));
        assertArrayEquals(new byte[] {1, 2, 3}, into);
        assertArrayEquals(new byte[] {4}, input.drain());
        assertEquals(0, input.drain().length);
    }

    @Test
    void aReaderThatWaitedWhenItFilledUpSwitchesReadingOnAgain() throws Exception {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        Thread reader = Thread.ofVirtual().start(() -> readInto(count, inTenSeconds()));
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertTrue(input.add(new byte[5_000], 0, 5_000), "full");
        assertFalse(input.add(new byte[1], 0, 1), "said once");
        assertEquals(2_048, count.get(20, TimeUnit.SECONDS));
        reader.join();
        assertEquals(1, resumed.get());
        assertTrue(input.add(new byte[5_000], 0, 5_000), "full again");
    }

    private void readInto(CompletableFuture<Integer> count, long deadline) {
        try {
            count.complete(input.read(new byte[2_048], deadline));
        } catch (Exception e) {
            count.completeExceptionally(e);
        }
    }

    @Test
    void bytesThatKeepComingDoNotExtendTheDeadline() {
        byte[] single = new byte[1];
        input.add(single, 0, 1);
        assertThrows(SocketTimeoutException.class, () -> input.read(single, System.nanoTime() - 1));
    }

    @Test
    void aReaderIsWokenByTheEndAndGetsWhatCameBeforeIt() throws Exception {
        byte[] into = new byte[10];
        input.add(new byte[] {1}, 0, 1);
        input.end();
        assertEquals(1, input.read(into, inTenSeconds()));
        assertThrows(EOFException.class, () -> input.read(into, inTenSeconds()));
        assertTrue(input.isEnded());
        assertEquals(1, Arrays.copyOf(into, 1)[0]);
    }

    @Test
    void aReaderThatGetsNothingIsTimedOutByWhoLooksAtTheClock() throws Exception {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        long deadline = System.nanoTime() + 20_000_000;
        Thread reader = Thread.ofVirtual().start(() -> readInto(count, deadline));
        while (reader.isAlive()) {
            input.expire(System.nanoTime(), 5);
        }
        ExecutionException failed = assertThrows(ExecutionException.class, count::get);
        assertInstanceOf(SocketTimeoutException.class, failed.getCause());
    }

    @Test
    void theNextLookAtTheClockIsWhenTheDeadlinePasses() throws Exception {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        long deadline = inTenSeconds();
        assertEquals(5, input.expire(deadline, 5), "nobody waits");
        Thread reader = Thread.ofVirtual().start(() -> readInto(count, deadline));
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(5, input.expire(deadline - 30, 5));
        assertEquals(3, input.expire(deadline - 3, 5));
        input.end();
        reader.join();
    }
}
