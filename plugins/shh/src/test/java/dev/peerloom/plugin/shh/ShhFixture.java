package dev.peerloom.plugin.shh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Envelopes;
import dev.peerloom.plugin.shh.wire.ShhCode;
import dev.peerloom.plugin.shh.wire.Status;
import dev.peerloom.plugin.shh.wire.Topic;
import dev.peerloom.testkit.FakeNodeContext;
import dev.peerloom.testkit.ScriptedPeer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The whole plugin, by a clock that the test moves, from the other end of the link. */
@Timeout(60)
abstract class ShhFixture {
    static final Topic TOPIC = new Topic(0x10772a05);
    static final Instant START = Instant.ofEpochSecond(1_800_000_000L);

    final AtomicReference<Instant> now = new AtomicReference<>(START);
    FakeNodeContext node;
    Protocol protocol;

    FakeNodeContext.Builder settings() {
        return FakeNodeContext.builder().setting("min-pow", "0");
    }

    @BeforeEach
    void start() throws Exception {
        node = settings().build();
        protocol = node.start(new ShhService(now::get)).getFirst();
        assertEquals(Set.of(), node.unusedSettings());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** A peer that has exchanged status, and wants everything. */
    ScriptedPeer peer() throws InterruptedException {
        return peer(new Status(6, 0, BloomFilter.FULL, false));
    }

    ScriptedPeer peer(Status status) throws InterruptedException {
        ScriptedPeer peer = ScriptedPeer.against(protocol);
        peer.expect(ShhCode.STATUS);
        peer.send(ShhCode.STATUS, status.encode());
        return peer;
    }

    /** One that lives for 50 s from now on; different for every number. */
    Envelope envelope(int number) {
        return envelope(number, TOPIC);
    }

    Envelope envelope(int number, Topic topic) {
        return Envelope.of(now.get().getEpochSecond() + 50, 50, topic, new byte[16], number);
    }

    static void send(ScriptedPeer peer, Envelope... envelopes) throws InterruptedException {
        peer.send(ShhCode.MESSAGES, Envelopes.encode(List.of(envelopes)));
    }

    static List<Envelope> receive(ScriptedPeer peer) throws InterruptedException, RlpException {
        return Envelopes.decode(peer.expect(ShhCode.MESSAGES));
    }

    Object call(String method, Object... params) throws Exception {
        return node.registered().call(method, params);
    }

    @SuppressWarnings("unchecked") // what the method answers, as its page says
    Map<String, Object> info() throws Exception {
        return (Map<String, Object>) call("info");
    }

    @SuppressWarnings("unchecked") // as above
    List<Map<String, Object>> messages(String filter) throws Exception {
        return (List<Map<String, Object>>) call("getFilterMessages", filter);
    }

    void awaitEnvelopes(int count) {
        Awaitility.await().untilAsserted(() -> assertEquals(count, info().get("messages")));
    }

    double metric(String name) {
        return node.registered().metric(name);
    }

    void awaitMetric(String name, double least) {
        Awaitility.await().untilAsserted(() -> assertTrue(metric(name) >= least));
    }
}
