package dev.peerloom.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.rlp.RlpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Messages, dial candidates, exceptions, events: what they check, copy and say. */
final class ValuesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void aMessageHandsOverItsPayloadWithoutACopy() {
        byte[] payload = {1, 2, 3};
        Message message = new Message(7, payload, NOW);
        assertEquals(7, message.code());
        assertSame(payload, message.payload());
        assertSame(payload, message.payload());
        assertEquals(NOW, message.receivedAt());
        assertEquals("message 7, 3 bytes, received 2026-01-02T03:04:05Z", message.toString());
    }

    @Test
    void messagesAreComparedByIdentity() {
        byte[] payload = {};
        assertNotEquals(new Message(0, payload, NOW), new Message(0, payload, NOW));
    }

    @Test
    void anIllegalMessageIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Message(-1, new byte[0], NOW));
        assertEquals("payload", nullName(() -> new Message(0, null, NOW)));
        assertEquals("receivedAt", nullName(() -> new Message(0, new byte[0], null)));
    }

    @Test
    void theLargestPayloadFitsAFrameWhateverItContains() {
        assertEquals(0xFFFFF0, Message.MAX_PAYLOAD);
    }

    @Test
    void aCandidateKeepsItsAttributesWhenTheCallerChangesThem() {
        byte[] value = {1};
        Map<String, byte[]> attributes = new HashMap<>(Map.of("eth", value));
        DialCandidate candidate = new DialCandidate(Samples.enode(), attributes);
        value[0] = 2;
        attributes.clear();
        assertArrayEquals(new byte[] {1}, candidate.attributes().get("eth"));
        assertThrows(
                UnsupportedOperationException.class, () -> candidate.attributes().remove("eth"));
    }

    @Test
    void candidatesAreEqualIfTheirBytesAre() {
        DialCandidate candidate = candidate("eth", 1);
        assertEquals(candidate, candidate("eth", 1));
        assertEquals(candidate.hashCode(), candidate("eth", 1).hashCode());
        assertNotEquals(candidate, candidate("eth", 2));
        assertNotEquals(candidate, candidate("snap", 1));
        assertNotEquals(candidate, new DialCandidate(Samples.enode(), Map.of()));
        assertNotEquals(
                new DialCandidate(Samples.enode(), Map.of()),
                new DialCandidate(new Enode(Samples.id(), "h", 1, 1), Map.of()));
        assertFalse(candidate.equals(null));
    }

    @Test
    void aCandidateHasNoNulls() {
        Map<String, byte[]> nullValue = new HashMap<>();
        nullValue.put("eth", null);
        Map<String, byte[]> nullKey = new HashMap<>();
        nullKey.put(null, new byte[0]);
        assertEquals("node", nullName(() -> new DialCandidate(null, Map.of())));
        assertEquals("attributes", nullName(() -> new DialCandidate(Samples.enode(), null)));
        assertEquals(
                "value of attributes",
                nullName(() -> new DialCandidate(Samples.enode(), nullValue)));
        assertEquals(
                "key of attributes", nullName(() -> new DialCandidate(Samples.enode(), nullKey)));
    }

    @Test
    void aDisconnectExceptionSaysReasonAndDetail() {
        IOException e = new DisconnectException(DisconnectReason.USELESS_PEER, "other genesis");
        assertEquals("other genesis", e.getMessage());
        assertEquals(DisconnectReason.USELESS_PEER, ((DisconnectException) e).reason());
    }

    @Test
    void aDisconnectExceptionHasReasonAndDetail() {
        assertEquals("reason", nullName(() -> new DisconnectException(null, "x")));
        assertEquals(
                "detail",
                nullName(() -> new DisconnectException(DisconnectReason.REQUESTED, null)));
    }

    @Test
    void anRlpExceptionIsAnIoExceptionWithAMessage() {
        IOException e = new RlpException("leading zeros");
        assertEquals("leading zeros", e.getMessage());
        assertEquals("message", nullName(() -> new RlpException(null)));
    }

    @Test
    void eventsHaveNoNulls() {
        Peer peer = Samples.peer();
        Capability capability = new Capability("eth", 69);
        assertSame(peer, new PeerEvent.Connected(peer).peer());
        assertEquals("peer", nullName(() -> new PeerEvent.Connected(null)));
        assertEquals("peer", nullName(() -> new PeerEvent.Disconnected(null, true, 0, "")));
        assertEquals("detail", nullName(() -> new PeerEvent.Disconnected(peer, true, 0, null)));
        assertEquals("peer", nullName(() -> new PeerEvent.MessageSent(null, capability, 0, 0)));
        assertEquals("capability", nullName(() -> new PeerEvent.MessageSent(peer, null, 0, 0)));
        assertEquals("peer", nullName(() -> new PeerEvent.MessageReceived(null, capability, 0, 0)));
        assertEquals("capability", nullName(() -> new PeerEvent.MessageReceived(peer, null, 0, 0)));
    }

    @Test
    void anEventKeepsTheNumberOfAReasonThatIsNotKnown() {
        PeerEvent.Disconnected event = new PeerEvent.Disconnected(Samples.peer(), true, 0x7f, "");
        assertEquals(0x7f, event.code());
        assertTrue(event.byRemote());
    }

    @Test
    void aProtocolTakesTheLargestPayloadAndShowsNothingUnlessItSaysOtherwise() {
        Protocol protocol =
                new Protocol() {
                    @Override
                    public String name() {
                        return "x";
                    }

                    @Override
                    public int version() {
                        return 1;
                    }

                    @Override
                    public int length() {
                        return 1;
                    }

                    @Override
                    public void run(Peer peer, MessageChannel channel) {}
                };
        assertEquals(0xFFFFFF, protocol.maxPayload());
        assertEquals(Map.of(), protocol.nodeInfo());
        assertEquals(Map.of(), protocol.peerInfo(Samples.peer()));
    }

    private static DialCandidate candidate(String key, int value) {
        return new DialCandidate(Samples.enode(), Map.of(key, new byte[] {(byte) value}));
    }

    private static String nullName(Executable call) {
        return assertThrows(NullPointerException.class, call).getMessage();
    }
}
