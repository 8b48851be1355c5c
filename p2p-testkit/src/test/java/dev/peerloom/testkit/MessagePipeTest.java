package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

@Timeout(60)
class MessagePipeTest extends PipeFixture {
    @Test
    void deliversInOrderBothWays() throws Exception {
        first.write(0, new byte[] {1});
        first.write(3, new byte[0]);
        second.write(2, new byte[] {7, 8});

        Message one = second.read();
        assertEquals(0, one.code());
        assertArrayEquals(new byte[] {1}, one.payload());
        Message two = second.read(Duration.ZERO);
        assertEquals(3, two.code());
        assertEquals(0, two.payload().length);
        assertArrayEquals(new byte[] {7, 8}, first.read(LONG).payload());
    }

    @Test
    void takesItsNumbersFromTheProtocolOnce() throws Exception {
        Protocol once =
                new Protocol() {
                    private final Set<String> asked = ConcurrentHashMap.newKeySet();

                    private <T> T once(String getter, T value) {
                        assertTrue(asked.add(getter), getter + " was read twice");
                        return value;
                    }

                    @Override
                    public String name() {
                        return once("name", "note");
                    }

                    @Override
                    public int version() {
                        return once("version", 9);
                    }

                    @Override
                    public int length() {
                        return once("length", 2);
                    }

                    @Override
                    public int maxPayload() {
                        return once("maxPayload", 5);
                    }

                    @Override
                    public void run(Peer peer, MessageChannel channel) {
                        throw new UnsupportedOperationException("only its numbers matter here");
                    }
                };
        try (MessagePipe own = MessagePipe.create(once)) {
            assertEquals(new Capability("note", 9), own.first().capability());
            assertEquals(new Capability("note", 9), own.second().capability());
            own.first().write(1, new byte[5]);
            assertThrows(IllegalArgumentException.class, () -> own.first().write(2, new byte[5]));
            assertThrows(IllegalArgumentException.class, () -> own.first().write(1, new byte[6]));
        }
    }

    @Test
    void letsTheWriterReuseItsArrayAndTheReaderOwnItsOwn() throws Exception {
        byte[] reused = {1};
        first.write(0, reused);
        reused[0] = 2;
        assertTrue(first.tryWrite(0, reused));
        reused[0] = 3;
        assertArrayEquals(new byte[] {1}, second.read().payload());
        assertArrayEquals(new byte[] {2}, second.read().payload());
    }

    @Test
    void stampsMessagesWithItsClock() throws Exception {
        Instant then = Instant.parse("2026-01-02T03:04:05Z");
        try (MessagePipe own = MessagePipe.builder(ECHO, 1, 1).receivedAt(() -> then).build()) {
            own.first().write(0, new byte[0]);
            assertEquals(then, own.second().read().receivedAt());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, 5, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesCodesBeyondTheLengthAndStaysOpen(int code) throws Exception {
        assertThrows(IllegalArgumentException.class, () -> first.write(code, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> first.tryWrite(code, new byte[0]));
        first.write(3, new byte[0]);
        assertEquals(3, second.read().code());
        assertEquals(0, pipe.queuedForSecond());
    }

    @Test
    void refusesPayloadsOverTheMaximumAndStaysOpen() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> first.write(0, new byte[1001]));
        assertThrows(IllegalArgumentException.class, () -> first.tryWrite(0, new byte[1001]));
        first.write(0, new byte[1000]);
        assertEquals(1000, second.read().payload().length);
    }

    @Test
    void refusesPayloadsThatNoLinkCanCarry() throws Exception {
        try (MessagePipe wide = MessagePipe.create(ECHO, 1, 0xFFFFFF)) {
            byte[] tooLarge = new byte[Message.MAX_PAYLOAD + 1];
            assertThrows(IllegalArgumentException.class, () -> wide.first().write(0, tooLarge));
            wide.first().write(0, new byte[Message.MAX_PAYLOAD]);
            assertEquals(Message.MAX_PAYLOAD, wide.second().read().payload().length);
        }
    }

    @Test
    void givesEachMessageToOneOfManyReadersAndKeepsTheOrderOfEachWriter() throws Exception {
        int messages = 500;
        Set<Integer> seen = ConcurrentHashMap.newKeySet();
        MessagePipe narrow = MessagePipe.builder(ECHO, 4, 1000).capacity(3, 10).build();
        Callable<Void> reading =
                () -> {
                    int[] last = {-1, -1};
                    for (Message next; (next = nextOrNull(narrow.second())) != null; ) {
                        int number = ((next.payload()[0] & 0xFF) << 8) | (next.payload()[1] & 0xFF);
                        assertTrue(number > last[next.code()], "out of order");
                        last[next.code()] = number;
                        assertTrue(seen.add(next.code() * messages + number), "read twice");
                    }
                    return null;
                };
        Background<Void> reader1 = new Background<>(reading);
        Background<Void> reader2 = new Background<>(reading);
        Background<Void> writer1 = new Background<>(() -> writeAll(narrow, 0, messages));
        Background<Void> writer2 = new Background<>(() -> writeAll(narrow, 1, messages));
        writer1.result();
        writer2.result();
        narrow.close();
        reader1.result();
        reader2.result();
        assertEquals(2 * messages, seen.size());
    }

    @Test
    void refusesNumbersThatNoProtocolHas() {
        assertThrows(IllegalArgumentException.class, () -> MessagePipe.create(ECHO, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> MessagePipe.create(ECHO, 1, -1));
        MessagePipe.Builder builder = MessagePipe.builder(ECHO, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> builder.capacity(0, 1));
        assertThrows(IllegalArgumentException.class, () -> builder.capacity(1, 0));
    }
}
