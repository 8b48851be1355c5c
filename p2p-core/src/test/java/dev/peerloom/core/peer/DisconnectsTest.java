package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.DisconnectRecord;
import dev.peerloom.core.DisconnectRecord.Closer;
import dev.peerloom.core.DisconnectRecord.Phase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The last records, and who is told of them. */
class DisconnectsTest {
    private final Disconnects disconnects = new Disconnects();

    private static DisconnectRecord record(boolean inbound, Phase phase, String detail) {
        return new DisconnectRecord(
                Instant.EPOCH,
                inbound,
                phase,
                Optional.empty(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                Closer.US,
                1,
                detail);
    }

    private void stranger(int number) {
        disconnects.add(record(true, Phase.AUTH, "stranger " + number));
    }

    private void ended(int number) {
        disconnects.add(record(number % 2 == 0, Phase.RUNNING, "ended " + number));
    }

    private List<String> latest(int limit) {
        return disconnects.latest(limit).stream().map(DisconnectRecord::detail).toList();
    }

    @AfterEach
    void close() {
        disconnects.close();
    }

    @Test
    void theNewestComesFirstAcrossAllKinds() {
        ended(1);
        stranger(2);
        disconnects.add(record(false, Phase.TCP, "dial 3"));
        stranger(4);
        assertEquals(List.of("stranger 4", "dial 3", "stranger 2", "ended 1"), latest(10));
        assertEquals(List.of("stranger 4", "dial 3"), latest(2));
        assertEquals(List.of(), latest(0));
    }

    @Test
    void aThousandAreKept() {
        for (int i = 0; i < 1_500; i++) {
            ended(i);
        }
        List<String> kept = latest(Integer.MAX_VALUE);
        assertEquals(1_000, kept.size());
        assertEquals("ended 1499", kept.getFirst());
        assertEquals("ended 500", kept.getLast());
    }

    @Test
    void aFloodOfStrangersLeavesHalfOfTheRoomToTheOthers() {
        for (int i = 0; i < 600; i++) {
            ended(i);
        }
        for (int i = 0; i < 5_000; i++) {
            stranger(i);
        }
        List<String> kept = latest(Integer.MAX_VALUE);
        assertEquals(1_000, kept.size());
        assertEquals(500, kept.stream().filter(detail -> detail.startsWith("ended")).count());
        assertTrue(kept.contains("ended 599"));
        assertTrue(kept.contains("stranger 4999"));
    }

    @Test
    void strangersHaveAllOfTheRoomIfThereIsNobodyElse() {
        for (int i = 0; i < 5_000; i++) {
            stranger(i);
        }
        assertEquals(1_000, latest(Integer.MAX_VALUE).size());
        ended(1);
        assertEquals("ended 1", latest(1).getFirst());
        assertEquals(1_000, latest(Integer.MAX_VALUE).size());
    }

    @Test
    void aListenerIsToldInOrderUntilItIsTakenAway() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        BlockingQueue<String> others = new LinkedBlockingQueue<>();
        Runnable end = disconnects.listen("test", record -> told.add(record.detail()));
        disconnects.listen("test", record -> others.add(record.detail()));
        ended(1);
        stranger(2);
        assertEquals("ended 1", told.poll(20, TimeUnit.SECONDS));
        assertEquals("stranger 2", told.poll(20, TimeUnit.SECONDS));
        end.run();
        ended(3);
        for (String detail : List.of("ended 1", "stranger 2", "ended 3")) {
            assertEquals(detail, others.poll(20, TimeUnit.SECONDS));
        }
        assertTrue(told.isEmpty());
    }
}
