package dev.peerloom.plugin.shh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;
import dev.peerloom.testkit.ScriptedPeer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The methods, in go-ethereum's shapes. */
class ShhMethodsTest extends ShhFixture {
    private static final String TOPIC_TEXT = "0x10772a05";

    private static String hex(String text) {
        return "0x" + HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    private Map<String, Object> message(String key, Object value) {
        return new HashMap<>(
                Map.of(
                        key,
                        value,
                        "topic",
                        TOPIC_TEXT,
                        "payload",
                        hex("hello"),
                        "ttl",
                        60,
                        "powTarget",
                        0.001,
                        "powTime",
                        20));
    }

    @Test
    void allNamesOfTheIssueAreThere() {
        assertTrue(
                node.registered()
                        .methods()
                        .containsAll(
                                Set.of(
                                        "version",
                                        "info",
                                        "setMinPoW",
                                        "setMaxMessageSize",
                                        "newKeyPair",
                                        "addPrivateKey",
                                        "getPublicKey",
                                        "newSymKey",
                                        "addSymKey",
                                        "generateSymKeyFromPassword",
                                        "post",
                                        "newMessageFilter",
                                        "getFilterMessages",
                                        "deleteMessageFilter",
                                        "markTrustedPeer")));
    }

    @Test
    void tellsWhatItIs() throws Exception {
        assertEquals("6.0", call("version"));
        assertEquals(true, call("setMinPoW", 0.5));
        assertEquals(true, call("setMaxMessageSize", 5000));
        assertEquals(
                Map.of("memory", 0L, "messages", 0, "minPow", 0.5, "maxMessageSize", 5000), info());
    }

    @Test
    void keysAreKeptByTheirIds() throws Exception {
        String pair = (String) call("newKeyPair");
        assertTrue(pair.matches("[0-9a-f]{64}"));
        assertTrue(((String) call("getPublicKey", pair)).matches("0x04[0-9a-f]{128}"));
        String copy = (String) call("addPrivateKey", call("getPrivateKey", pair));
        assertEquals(call("getPublicKey", pair), call("getPublicKey", copy));
        assertEquals(true, call("hasKeyPair", pair));
        assertEquals(true, call("deleteKeyPair", pair));
        assertEquals(false, call("hasKeyPair", pair));
        assertThrows(IllegalArgumentException.class, () -> call("getPublicKey", pair));
        String symmetric = (String) call("newSymKey");
        String added = (String) call("addSymKey", call("getSymKey", symmetric));
        assertEquals(call("getSymKey", symmetric), call("getSymKey", added));
        assertEquals(true, call("deleteSymKey", symmetric));
        assertEquals(false, call("hasSymKey", symmetric));
        String one = (String) call("generateSymKeyFromPassword", "word");
        String other = (String) call("generateSymKeyFromPassword", "word");
        assertFalse(one.equals(other));
        assertEquals(call("getSymKey", one), call("getSymKey", other));
    }

    @Test
    void aPostedMessageReachesPeersAndFilters() throws Exception {
        String key = (String) call("generateSymKeyFromPassword", "word");
        String signer = (String) call("newKeyPair");
        String filter =
                (String)
                        call(
                                "newMessageFilter",
                                Map.of("symKeyID", key, "topics", List.of(TOPIC_TEXT)));
        try (ScriptedPeer peer = peer()) {
            Map<String, Object> message = message("symKeyID", key);
            message.put("sig", signer);
            Object hash = call("post", message);
            List<Envelope> envelopes = receive(peer);
            assertEquals(1, envelopes.size());
            Envelope envelope = envelopes.getFirst();
            assertEquals(hash, envelope.hash(new Keccak256()).toString());
            assertEquals(TOPIC, envelope.topic());
            assertEquals(60, envelope.ttl());
            assertEquals(START.getEpochSecond() + 60, envelope.expiry());
            assertTrue(envelope.pow(envelope.leadingZeros(new Keccak256()), 60) >= 0.001);
            List<Map<String, Object>> received = messages(filter);
            assertEquals(1, received.size());
            Map<String, Object> got = received.getFirst();
            assertEquals(hex("hello"), got.get("payload"));
            assertEquals(call("getPublicKey", signer), got.get("sig"));
            assertEquals(TOPIC_TEXT, got.get("topic"));
            assertEquals(60L, got.get("ttl"));
            assertEquals(START.getEpochSecond(), got.get("timestamp"));
            assertEquals(hash, got.get("hash"));
            assertFalse(got.containsKey("recipientPublicKey"));
            assertEquals(List.of(), messages(filter));
            assertEquals(true, call("deleteMessageFilter", filter));
            assertThrows(IllegalArgumentException.class, () -> messages(filter));
        }
    }

    @Test
    void aPublicKeyIsAllThatAMessageNeeds() throws Exception {
        String pair = (String) call("newKeyPair");
        Object publicKey = call("getPublicKey", pair);
        String filter = (String) call("newMessageFilter", Map.of("privateKeyID", pair));
        Map<String, Object> message = message("pubKey", publicKey);
        message.remove("topic");
        message.remove("ttl");
        call("post", message);
        Map<String, Object> got = messages(filter).getFirst();
        assertEquals(publicKey, got.get("recipientPublicKey"));
        assertEquals("0x00000000", got.get("topic"));
        assertEquals(50L, got.get("ttl"));
        assertFalse(got.containsKey("sig"));
    }

    @Test
    void whatCannotBePostedIsSaid() throws Exception {
        String key = (String) call("newSymKey");
        assertRefused("specify either", Map.of("topic", TOPIC_TEXT));
        Map<String, Object> both = message("symKeyID", key);
        both.put("pubKey", call("getPublicKey", call("newKeyPair")));
        assertRefused("specify either", both);
        Map<String, Object> noTopic = message("symKeyID", key);
        noTopic.remove("topic");
        assertRefused("missing topic", noTopic);
        assertRefused("symmetric key", message("symKeyID", "nonsense"));
        assertRefused("public key", message("pubKey", "0x04"));
        Map<String, Object> threeBytes = message("symKeyID", key);
        threeBytes.put("topic", "0x010203");
        assertRefused("topic", threeBytes);
        Map<String, Object> peerless = message("symKeyID", key);
        peerless.put("targetPeer", node.enode().toString());
        assertRefused("could not find peer", peerless);
        Map<String, Object> longer = message("symKeyID", key);
        longer.put("ttl", 1L << 32);
        assertRefused("ttl", longer);
        call("setMinPoW", 0.5);
        assertRefused("PoW too low", message("symKeyID", key));
        Map<String, Object> hard = message("symKeyID", key);
        hard.put("powTarget", 1e30);
        hard.put("powTime", 0);
        assertThrows(IOException.class, () -> call("post", hard));
        assertEquals(0, info().get("messages"));
    }

    private void assertRefused(String part, Map<String, Object> message) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> call("post", message));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    @Test
    void parametersOfTheWrongKindAreSaid() {
        assertThrows(IllegalArgumentException.class, () -> call("version", "extra"));
        assertThrows(IllegalArgumentException.class, () -> call("post"));
        assertThrows(IllegalArgumentException.class, () -> call("post", "text"));
        assertThrows(IllegalArgumentException.class, () -> call("setMinPoW", "0.5"));
        assertThrows(IllegalArgumentException.class, () -> call("setMinPoW", -1));
        assertThrows(IllegalArgumentException.class, () -> call("setMaxMessageSize", 1.5));
        assertThrows(
                IllegalArgumentException.class, () -> call("setMaxMessageSize", (10 << 20) + 1));
        assertThrows(IllegalArgumentException.class, () -> call("addSymKey", "00"));
        assertThrows(IllegalArgumentException.class, () -> call("addSymKey", "0x00"));
        assertThrows(IllegalArgumentException.class, () -> call("setBloomFilter", "0x00"));
        assertThrows(IllegalArgumentException.class, () -> call("newMessageFilter", Map.of()));
        assertThrows(IllegalArgumentException.class, () -> call("markTrustedPeer", "nonsense"));
        assertThrows(
                IllegalArgumentException.class,
                () -> call("markTrustedPeer", node.enode().toString()));
    }

    @Test
    void aTrustedPeerSpeaksToThisNodeAlone() throws Exception {
        String key = (String) call("newSymKey");
        String filter =
                (String)
                        call(
                                "newMessageFilter",
                                Map.of(
                                        "symKeyID",
                                        key,
                                        "topics",
                                        List.of(TOPIC_TEXT),
                                        "allowP2P",
                                        true));
        try (ScriptedPeer peer = peer();
                ScriptedPeer other = peer()) {
            String enode = "enode://" + peer.runner().peer().id() + "@127.0.0.1:1";
            send(peer, envelope(1)); // whatever is sent behind it comes behind it
            awaitEnvelopes(1);
            Map<String, Object> direct = message("symKeyID", key);
            direct.put("targetPeer", enode);
            direct.put("powTarget", 0);
            call("post", direct);
            byte[] sent = peer.expect(ShhCode.P2P_MESSAGE);
            assertEquals(List.of(), messages(filter));
            peer.send(ShhCode.P2P_MESSAGE, sent); // not trusted: ignored
            send(peer, envelope(2));
            awaitEnvelopes(2);
            assertEquals(List.of(), messages(filter));
            assertEquals(true, call("markTrustedPeer", enode));
            peer.send(ShhCode.P2P_MESSAGE, sent);
            awaitMetric("envelopes_direct_total", 1);
            Awaitility.await().untilAsserted(() -> assertEquals(1, messages(filter).size()));
            assertEquals(2, info().get("messages"));
            Set<Envelope> forwarded = new HashSet<>();
            while (forwarded.size() < 2) {
                forwarded.addAll(receive(other));
            }
            assertEquals(Set.of(envelope(1), envelope(2)), forwarded);
            other.silence(Duration.ofSeconds(1));
        }
    }

    @Test
    void aFilterWidensAnExplicitBloomAndALightNodesFollowsItsFilters() throws Exception {
        String key = (String) call("newSymKey");
        Map<String, Object> criteria = Map.of("symKeyID", key, "topics", List.of(TOPIC_TEXT));
        BloomFilter topics = BloomFilter.ofTopics(Set.of(TOPIC));
        call("setBloomFilter", BloomFilter.EMPTY.toString());
        call("newMessageFilter", criteria);
        assertEquals(topics, announced().bloom());
        call("makeLightClient");
        String second =
                (String)
                        call(
                                "newMessageFilter",
                                Map.of("symKeyID", key, "topics", List.of("0x70605040")));
        assertTrue(announced().light());
        assertTrue(announced().bloom().covers(topics));
        assertFalse(announced().bloom().equals(topics));
        call("deleteMessageFilter", second);
        assertEquals(topics, announced().bloom());
        call("cancelLightClient");
        assertTrue(announced().bloom().isFull());
        assertFalse(announced().light());
    }

    private Status announced() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.against(protocol)) {
            return Status.decode(peer.expect(ShhCode.STATUS));
        }
    }

    @Test
    void aLightNodeShowsMessagesButForwardsNone() throws Exception {
        call("makeLightClient");
        String key = (String) call("newSymKey");
        String filter =
                (String)
                        call(
                                "newMessageFilter",
                                Map.of("symKeyID", key, "topics", List.of(TOPIC_TEXT)));
        try (ScriptedPeer a = peer();
                ScriptedPeer b = peer()) {
            send(a, envelope(1));
            awaitEnvelopes(1);
            call("post", message("symKeyID", key));
            // Its own goes to both; what it received before would have come with it.
            assertEquals(1, receive(b).size());
            assertEquals(1, receive(a).size());
            assertEquals(1, messages(filter).size());
        }
    }
}
