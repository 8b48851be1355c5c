package dev.peerloom.plugin.shh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Envelopes;
import dev.peerloom.plugin.shh.wire.PowRequirement;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ScriptedPeer;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What ends a session, and how; nothing of it is kept. */
class ShhBreachTest extends ShhFixture {
    @Override
    FakeNodeContext.Builder settings() {
        return FakeNodeContext.builder().setting("min-pow", "0.0000001");
    }

    private void assertRefused(int code, byte[] payload, DisconnectReason reason) throws Exception {
        try (ScriptedPeer peer = peer()) {
            peer.send(code, payload);
            peer.expectDisconnect(reason);
        }
        assertEquals(0, info().get("messages"));
        assertEquals(0L, info().get("memory"));
    }

    private void assertRefused(Envelope bad) throws Exception {
        // The good one before it is not kept either.
        byte[] message = Envelopes.encode(List.of(envelope(1), bad));
        assertRefused(ShhCode.MESSAGES, message, DisconnectReason.SUBPROTOCOL_ERROR);
    }

    private Envelope expiring(long seconds, long ttl) {
        return Envelope.of(START.getEpochSecond() + seconds, ttl, TOPIC, new byte[16], 7);
    }

    @Test
    void envelopesThatBreakTheRules() throws Exception {
        assertRefused(expiring(-21, 50));
        assertRefused(expiring(61, 50));
        assertRefused(expiring(50, START.getEpochSecond() + 51));
        assertRefused(expiring(2_000_000_000, 2_000_000_000)); // too little work for so long a life
        assertEquals(4.0, metric("envelopes_refused_total"));
    }

    @Test
    void envelopesOutsideTheBloomOnceItHasBeenToldForTenSeconds() throws Exception {
        call("setBloomFilter", BloomFilter.EMPTY.toString());
        try (ScriptedPeer peer = peer()) {
            send(peer, envelope(1));
            awaitEnvelopes(1); // borne
            pass(Duration.ofSeconds(51));
            awaitEnvelopes(0);
        }
        byte[] message = Envelopes.encode(List.of(envelope(2)));
        assertRefused(ShhCode.MESSAGES, message, DisconnectReason.SUBPROTOCOL_ERROR);
    }

    @Test
    void messagesThatAreTooLarge() throws Exception {
        assertRefused(
                ShhCode.MESSAGES, new byte[(1 << 20) + 1], DisconnectReason.SUBPROTOCOL_ERROR);
        Envelope large = Envelope.of(START.getEpochSecond() + 50, 50, TOPIC, new byte[2000], 1);
        call("setMaxMessageSize", 2019);
        byte[] message = Envelopes.encode(List.of(large));
        assertRefused(ShhCode.MESSAGES, message, DisconnectReason.SUBPROTOCOL_ERROR);
        call("setMaxMessageSize", 3000);
        try (ScriptedPeer peer = peer()) {
            peer.send(ShhCode.MESSAGES, message);
            awaitEnvelopes(1);
        }
    }

    @Test
    void messagesThatAreMalformed() throws Exception {
        byte[] good = Envelopes.encode(List.of(envelope(1)));
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        for (byte[] bad : List.of(cut, longer, new byte[0], new byte[] {(byte) 0xc1, 5})) {
            assertRefused(ShhCode.MESSAGES, bad, DisconnectReason.BREACH_OF_PROTOCOL);
        }
        for (double pow : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
            assertRefused(
                    ShhCode.POW_REQUIREMENT,
                    PowRequirement.encode(pow),
                    DisconnectReason.BREACH_OF_PROTOCOL);
        }
        for (int length : new int[] {0, 63, 65}) {
            assertRefused(
                    ShhCode.BLOOM_FILTER,
                    new RlpWriter().write(new byte[length]).toByteArray(),
                    DisconnectReason.BREACH_OF_PROTOCOL);
        }
    }

    @Test
    void aHandshakeThatIsNone() throws Exception {
        assertNoHandshake(4, new byte[] {1}, DisconnectReason.SUBPROTOCOL_ERROR);
        assertNoHandshake(ShhCode.STATUS, status(5, 0, false), DisconnectReason.SUBPROTOCOL_ERROR);
        assertNoHandshake(
                ShhCode.STATUS, status(6, Double.NaN, false), DisconnectReason.BREACH_OF_PROTOCOL);
        assertNoHandshake(
                ShhCode.STATUS,
                new RlpWriter()
                        .startList()
                        .write(6)
                        .write(0)
                        .write(new byte[65])
                        .endList()
                        .toByteArray(),
                DisconnectReason.BREACH_OF_PROTOCOL);
        try (ScriptedPeer silent = ScriptedPeer.against(protocol)) {
            silent.expect(ShhCode.STATUS);
            silent.silence(Duration.ofMillis(4900));
            silent.advance(Duration.ofMillis(100));
            silent.expectDisconnect(DisconnectReason.PING_TIMEOUT);
        }
    }

    private static byte[] status(int version, double pow, boolean light) {
        return new Status(version, pow, BloomFilter.FULL, light).encode();
    }

    private void assertNoHandshake(int code, byte[] payload, DisconnectReason reason)
            throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.against(protocol)) {
            peer.expect(ShhCode.STATUS);
            peer.send(code, payload);
            peer.expectDisconnect(reason);
        }
    }

    @Test
    void twoLightNodesHaveNothingForEachOther() throws Exception {
        try (ScriptedPeer light = peer(new Status(6, 0, BloomFilter.FULL, true))) {
            send(light, envelope(1)); // a full node serves it
            awaitEnvelopes(1);
        }
        call("makeLightClient");
        assertNoHandshake(ShhCode.STATUS, status(6, 0, true), DisconnectReason.USELESS_PEER);
    }
}
