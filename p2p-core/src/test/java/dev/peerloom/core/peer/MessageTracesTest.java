package dev.peerloom.core.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Message;
import dev.peerloom.core.PeerLoad;
import dev.peerloom.core.TracedMessage;
import dev.peerloom.core.fault.CodeWatch;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that are looked at as they pass. */
class MessageTracesTest {
    private static final int CODE = LinkHarness.FIRST;

    private static Script echo() {
        return new Script(
                (peer, channel) -> {
                    for (; ; ) {
                        Message message = channel.read();
                        channel.write(message.code(), message.payload());
                    }
                });
    }

    private static byte[] payload(int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 7);
        }
        return payload;
    }

    private static TracedMessage next(BlockingQueue<TracedMessage> seen)
            throws InterruptedException {
        TracedMessage message = seen.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message was traced");
        }
        return message;
    }

    @Test
    void aTraceShowsBothDirectionsWithTheFirstBytes() throws Exception {
        BlockingQueue<TracedMessage> seen = new LinkedBlockingQueue<>();
        byte[] sent = payload(5_000);
        try (LinkHarness harness = LinkHarness.start(echo())) {
            var _ = harness.parts.traces().add((peer, capability) -> true, 32, seen::add);
            harness.remote.send(CODE + 3, sent);
            harness.remote.expect(CODE + 3);
            TracedMessage in = next(seen);
            TracedMessage out = next(seen);
            assertTrue(in.inbound());
            assertFalse(out.inbound());
            for (TracedMessage message : new TracedMessage[] {in, out}) {
                assertEquals(3, message.code());
                assertEquals(5_000, message.size());
                assertEquals("tst/1", message.capability().toString());
                assertEquals(harness.link, message.peer());
                assertArrayEquals(Arrays.copyOf(sent, 32), message.start());
            }
        }
    }

    @Test
    void aTraceGetsOnlyWhatItWants() throws Exception {
        BlockingQueue<TracedMessage> none = new LinkedBlockingQueue<>();
        BlockingQueue<TracedMessage> all = new LinkedBlockingQueue<>();
        try (LinkHarness harness = LinkHarness.start(echo())) {
            var _ =
                    harness.parts
                            .traces()
                            .add(
                                    (peer, capability) -> capability.name().equals("other"),
                                    32,
                                    none::add);
            var _ = harness.parts.traces().add((peer, capability) -> true, 0, all::add);
            harness.remote.send(CODE, payload(10));
            harness.remote.expect(CODE);
            assertEquals(0, next(all).start().length);
            assertEquals(10, next(all).size());
            assertEquals(0, none.size());
        }
    }

    @Test
    void withoutATraceNoMessageIsLookedAt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (LinkHarness harness = LinkHarness.start(echo())) {
            MessageTraces traces = harness.parts.traces();
            assertFalse(traces.isOn());
            Runnable end =
                    traces.add((peer, capability) -> asked.incrementAndGet() > 0, 8, _ -> {});
            assertTrue(traces.isOn());
            harness.remote.send(CODE, payload(10));
            harness.remote.expect(CODE);
            assertEquals(2, asked.get());
            end.run();
            assertFalse(traces.isOn());
            harness.remote.send(CODE, payload(10));
            harness.remote.expect(CODE);
            assertEquals(2, asked.get());
        }
    }

    @Test
    void nobodyGetsMoreOfAMessageThanAQueueHasRoomFor() {
        try (MessageTraces traces = new MessageTraces(CodeWatch.create())) {
            int tooMany = MessageTraces.MAX_START + 1;
            assertThrows(
                    IllegalArgumentException.class,
                    () -> traces.add((peer, capability) -> true, tooMany, _ -> {}));
            assertFalse(traces.isOn());
        }
    }

    @Test
    void aLinkCountsWhatPassesOnIt() throws Exception {
        try (LinkHarness harness = LinkHarness.start(echo())) {
            PeerLoad before = harness.link.load();
            for (int i = 0; i < 5; i++) {
                harness.remote.send(CODE, payload(1_000));
                harness.remote.expect(CODE);
            }
            PeerLoad after = harness.link.load();
            assertEquals(5, after.messagesReceived() - before.messagesReceived());
            assertEquals(5, after.messagesSent() - before.messagesSent());
            assertTrue(after.bytesRead() - before.bytesRead() > 5 * 100, after::toString);
            assertTrue(after.bytesWritten() - before.bytesWritten() > 5 * 100, after::toString);
            assertEquals(0, after.waitingMessages());
            assertEquals(harness.link, after.peer());
        }
    }
}
