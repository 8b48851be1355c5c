package dev.peerloom.plugin.shh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Envelopes;
import dev.peerloom.plugin.shh.wire.PowRequirement;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;
import dev.peerloom.plugin.shh.wire.Topic;
import dev.peerloom.testkit.ScriptedPeer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a peer gets that keeps the rules. */
class ShhProtocolTest extends ShhFixture {
    @Test
    void isWhisperSix() throws Exception {
        assertEquals("shh", protocol.name());
        assertEquals(6, protocol.version());
        assertEquals(128, protocol.length());
        assertEquals(
                Map.of("version", "6.0", "maxMessageSize", 1 << 20, "minimumPoW", 0.0),
                protocol.nodeInfo());
        try (ScriptedPeer peer = ScriptedPeer.against(protocol)) {
            assertEquals(
                    new Status(6, 0, BloomFilter.FULL, false),
                    Status.decode(peer.expect(ShhCode.STATUS)));
        }
    }

    @Test
    void envelopesGoToAllButTheirSender() throws Exception {
        try (ScriptedPeer a = peer();
                ScriptedPeer b = peer();
                ScriptedPeer c = peer()) {
            send(a, envelope(1), envelope(2));
            assertEquals(List.of(envelope(1), envelope(2)), receive(b));
            assertEquals(List.of(envelope(1), envelope(2)), receive(c));
            send(b, envelope(3));
            assertEquals(List.of(envelope(3)), receive(a));
            assertEquals(List.of(envelope(3)), receive(c));
            a.silence(Duration.ofSeconds(5));
        }
    }

    @Test
    void aPeerThatComesLaterGetsWhatIsThere() throws Exception {
        try (ScriptedPeer a = peer()) {
            send(a, envelope(1));
            awaitEnvelopes(1);
            try (ScriptedPeer b = peer()) {
                assertEquals(List.of(envelope(1)), receive(b));
            }
        }
    }

    @Test
    void aPeerGetsWhatItAsksForNoMore() throws Exception {
        Topic other = new Topic(0x70605040);
        BloomFilter bloom = BloomFilter.ofTopics(Set.of(TOPIC));
        try (ScriptedPeer a = peer();
                ScriptedPeer b = peer(new Status(6, 0, bloom, false))) {
            send(a, envelope(1, other));
            awaitEnvelopes(1);
            send(a, envelope(2));
            assertEquals(List.of(envelope(2)), receive(b));
            // Now it asks for more: what it did not want before is still there.
            b.send(ShhCode.BLOOM_FILTER, BloomFilter.FULL.encode());
            assertEquals(List.of(envelope(1, other)), receive(b));
            b.send(ShhCode.POW_REQUIREMENT, PowRequirement.encode(1e9));
            awaitPeerInfo(b, "minimumPoW", 1e9);
            send(a, envelope(3));
            awaitEnvelopes(3);
            b.send(ShhCode.POW_REQUIREMENT, PowRequirement.encode(0));
            assertEquals(List.of(envelope(3)), receive(b));
        }
    }

    private void awaitPeerInfo(ScriptedPeer peer, String key, Object value) {
        Awaitility.await()
                .untilAsserted(
                        () ->
                                assertEquals(
                                        value, protocol.peerInfo(peer.runner().peer()).get(key)));
    }

    @Test
    void manyEnvelopesComeInMessagesOfBoundedSize() throws Exception {
        try (ScriptedPeer a = peer();
                ScriptedPeer b = peer()) {
            int count = 600;
            Set<Envelope> sent = new HashSet<>();
            for (int i = 0; i < count; i++) {
                Envelope one =
                        Envelope.of(START.getEpochSecond() + 50, 50, TOPIC, new byte[2000], i);
                sent.add(one);
                send(a, one);
            }
            Set<Envelope> got = new HashSet<>();
            while (got.size() < count) {
                byte[] payload = b.expect(ShhCode.MESSAGES);
                assertTrue(payload.length <= 256 << 10);
                got.addAll(Envelopes.decode(payload));
            }
            assertEquals(sent, got);
        }
    }

    @Test
    void expiredEnvelopesLeaveAndAreNotTakenAgain() throws Exception {
        try (ScriptedPeer a = peer()) {
            Envelope old = envelope(1);
            send(a, old);
            awaitEnvelopes(1);
            pass(Duration.ofSeconds(51));
            awaitEnvelopes(0);
            send(a, old);
            awaitMetric("envelopes_expired_total", 1);
            assertEquals(0, info().get("messages"));
            assertEquals(0L, info().get("memory"));
        }
    }

    @Test
    void changesAreToldToEveryPeer() throws Exception {
        try (ScriptedPeer a = peer();
                ScriptedPeer b = peer()) {
            assertEquals(true, call("setMinPoW", 0.75));
            for (ScriptedPeer peer : List.of(a, b)) {
                assertEquals(0.75, PowRequirement.decode(peer.expect(ShhCode.POW_REQUIREMENT)));
            }
            assertEquals(true, call("setBloomFilter", "0x" + "0f".repeat(64)));
            for (ScriptedPeer peer : List.of(a, b)) {
                assertArrayEquals(
                        BloomFilter.decode(peer.expect(ShhCode.BLOOM_FILTER)).toBytes(),
                        HexFormat.of().parseHex("0f".repeat(64)));
            }
        }
    }

    @Test
    void whatTheFormerRequirementLetThroughIsBorneForTenSeconds() throws Exception {
        try (ScriptedPeer a = peer()) {
            call("setMinPoW", 1e6);
            a.expect(ShhCode.POW_REQUIREMENT);
            send(a, envelope(1));
            awaitEnvelopes(1);
            pass(Duration.ofSeconds(10));
            send(a, envelope(2));
            a.expectDisconnect(DisconnectReason.SUBPROTOCOL_ERROR);
            assertEquals(1, info().get("messages"));
        }
    }

    @Test
    void whatMeansNothingYetIsIgnored() throws Exception {
        try (ScriptedPeer a = peer()) {
            for (int code : new int[] {ShhCode.STATUS, 4, 64, 125, 126, 127}) {
                a.send(code, new byte[] {1, 2, 3});
            }
            send(a, envelope(1));
            awaitEnvelopes(1);
        }
    }
}
