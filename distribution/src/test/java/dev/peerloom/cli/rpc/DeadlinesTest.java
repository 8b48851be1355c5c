package dev.peerloom.cli.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.cli.rpc.Deadlines.Deadline;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class DeadlinesTest {
    @Test
    void whatIsNotClosedInTimeIsEnded() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Deadlines deadlines = new Deadlines();
                Deadline _ = deadlines.after(Duration.ZERO, ended::countDown)) {
            assertTrue(ended.await(1, TimeUnit.MINUTES));
        }
    }

    /** An answer that was on its way when the node stopped ended in a stack trace. */
    @Test
    void anAnswerMayBeginWhenAllHasEnded() {
        CountDownLatch ended = new CountDownLatch(1);
        Deadlines deadlines = new Deadlines();
        deadlines.close();
        deadlines.after(Duration.ZERO, ended::countDown).close();
        assertEquals(1, ended.getCount());
    }
}
