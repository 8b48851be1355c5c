package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** The inbox alone: one thread fills it, others read. */
@Isolated // Two of its threads race, each on a processor of its own.
class InboxTest {
    private final MemoryBudget memory = new MemoryBudget(1L << 30);
    private final AtomicInteger full = new AtomicInteger();
    private final Inbox inbox = new Inbox(memory, System::nanoTime, full::decrementAndGet);

    private final byte[] overfull = new byte[Inbox.HIGH_BYTES + 1];

    private void put(int code, byte[] body) {
        Inbox.Entry entry = new Inbox.Entry(code, body, 0, body.length, Instant.EPOCH);
        assertTrue(memory.take(entry.counted()));
        if (inbox.put(entry)) {
            full.incrementAndGet();
        }
    }

    @Test
    void aReaderThatEmptiesItWhileItBecomesFullDoesNotLeaveItFullForEver() throws Exception {
        int messages = 200_000;
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    int next = 0;
                                    while (next < messages) {
                                        Inbox.Entry entry = inbox.poll();
                                        if (entry != null) {
                                            assertEquals(next, entry.code());
                                            next++;
                                        }
                                    }
                                });
        for (int i = 0; i < messages; i++) {
            // Each of them makes it full, and taken out makes room again.
            put(i, overfull);
            while (full.get() > 0) {
                Thread.onSpinWait();
            }
        }
        reader.join();
        assertEquals(0, full.get());
        assertEquals(0, inbox.size());
        assertEquals(0, memory.used());
    }

    @Test
    void whatIsDiscardedGivesItsMemoryBack() throws Exception {
        put(0, overfull);
        put(1, new byte[1 << 19]);
        inbox.discard();
        put(2, overfull);
        assertEquals(0, memory.used());
        assertNull(inbox.poll());
        assertFalse(inbox.await(Long.MAX_VALUE));
    }

    @Test
    void severalSleepingReadersAreWokenByOneBurst() throws Exception {
        AtomicInteger read = new AtomicInteger();
        Thread[] readers = new Thread[4];
        for (int i = 0; i < readers.length; i++) {
            readers[i] =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            while (inbox.poll() == null) {
                                                assertTrue(inbox.await(Long.MAX_VALUE));
                                            }
                                            read.incrementAndGet();
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    });
        }
        for (int i = 0; i < readers.length; i++) {
            put(i, new byte[10]);
        }
        inbox.wake();
        // Those that were not asleep yet find their message by looking; none may sleep on.
        for (Thread reader : readers) {
            reader.join();
        }
        assertEquals(readers.length, read.get());
    }
}
