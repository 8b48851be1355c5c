package dev.peerloom.plugin.shh.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.shh.crypto.Ecies;
import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.plugin.shh.crypto.PrivateKey;
import dev.peerloom.plugin.shh.crypto.SymmetricKey;
import dev.peerloom.plugin.shh.message.Plaintext;
import dev.peerloom.plugin.shh.pool.CheckedEnvelope;
import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Topic;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which messages a filter keeps, and for how long. */
class FilterTableTest {
    private static final Topic TOPIC = new Topic(0x01020304);
    private static final Topic OTHER = new Topic(0x05060708);
    private static final PrivateKey ALICE = PrivateKey.generate();
    private static final PrivateKey BOB = PrivateKey.generate();
    private static final SymmetricKey SHARED = SymmetricKey.generate();
    private static final FilterKey SYMMETRIC = new FilterKey.Symmetric(SHARED);

    private final FilterTable table = new FilterTable();
    private int sent;

    private static Criteria about(Topic... topics) {
        return new Criteria(SYMMETRIC, Optional.empty(), Set.of(topics), 0, false);
    }

    private CheckedEnvelope symmetric(Topic topic, String text, Optional<PrivateKey> signer) {
        return envelope(topic, SHARED.encrypt(plain(text, signer)), 1);
    }

    private static byte[] plain(String text, Optional<PrivateKey> signer) {
        return Plaintext.encode(text.getBytes(StandardCharsets.UTF_8), new byte[0], signer);
    }

    private CheckedEnvelope envelope(Topic topic, byte[] data, double pow) {
        Envelope envelope = Envelope.of(2_000_000_000L, 50, topic, data, sent++);
        return new CheckedEnvelope(envelope, envelope.hash(new Keccak256()), pow);
    }

    private List<String> texts(String filter) {
        return table.take(filter, 0).stream()
                .map(one -> new String(one.message().payload(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void messagesAreKeptByTopicAndHandedOutOnce() {
        String one = table.add(about(TOPIC), 0);
        String both = table.add(about(TOPIC, OTHER), 0);
        String any = table.add(about(), 0);
        table.deliver(symmetric(TOPIC, "a", Optional.empty()), false);
        table.deliver(symmetric(OTHER, "b", Optional.empty()), false);
        assertEquals(List.of("a"), texts(one));
        assertEquals(List.of("a", "b"), texts(both));
        assertEquals(List.of("a", "b"), texts(any));
        assertEquals(List.of(), texts(any));
    }

    @Test
    void messagesAreKeptByKey() {
        String mine = table.add(forAlice(false), 0);
        String shared = table.add(about(), 0);
        table.deliver(
                envelope(
                        TOPIC,
                        Ecies.encrypt(ALICE.publicKey(), plain("alice", Optional.empty())),
                        1),
                false);
        table.deliver(
                envelope(TOPIC, Ecies.encrypt(BOB.publicKey(), plain("bob", Optional.empty())), 1),
                false);
        table.deliver(symmetric(TOPIC, "all", Optional.empty()), false);
        List<ReceivedMessage> received = table.take(mine, 0);
        assertEquals(1, received.size());
        assertEquals(Optional.of(ALICE.publicKey()), received.getFirst().recipient());
        assertEquals(List.of("all"), texts(shared));
    }

    private static Criteria forAlice(boolean p2p) {
        return new Criteria(new FilterKey.Asymmetric(ALICE), Optional.empty(), Set.of(), 0, p2p);
    }

    @Test
    void messagesAreKeptBySigner() {
        String byBob =
                table.add(
                        new Criteria(
                                SYMMETRIC, Optional.of(BOB.publicKey()), Set.of(TOPIC), 0, false),
                        0);
        table.deliver(symmetric(TOPIC, "nobody", Optional.empty()), false);
        table.deliver(symmetric(TOPIC, "alice", Optional.of(ALICE)), false);
        table.deliver(symmetric(TOPIC, "bob", Optional.of(BOB)), false);
        assertEquals(List.of("bob"), texts(byBob));
    }

    @Test
    void messagesAreKeptByWorkAndByTheWayTheyCame() {
        Criteria hard = new Criteria(SYMMETRIC, Optional.empty(), Set.of(TOPIC), 5, false);
        String demanding = table.add(hard, 0);
        String open = table.add(new Criteria(SYMMETRIC, Optional.empty(), Set.of(), 0, true), 0);
        table.deliver(envelope(TOPIC, SHARED.encrypt(plain("easy", Optional.empty())), 4.9), false);
        table.deliver(envelope(TOPIC, SHARED.encrypt(plain("hard", Optional.empty())), 5), false);
        table.deliver(envelope(TOPIC, SHARED.encrypt(plain("direct", Optional.empty())), 9), true);
        assertEquals(List.of("hard"), texts(demanding));
        assertEquals(List.of("easy", "hard", "direct"), texts(open));
    }

    @Test
    void theSameEnvelopeIsKeptOnce() {
        String filter = table.add(about(), 0);
        CheckedEnvelope twice = symmetric(TOPIC, "a", Optional.empty());
        table.deliver(twice, false);
        table.deliver(twice, false);
        assertEquals(List.of("a"), texts(filter));
    }

    @Test
    void whatNobodyAsksForMakesRoom() {
        String filter = table.add(about(), 0);
        for (int i = 0; i < Filter.MOST_MESSAGES + 10; i++) {
            table.deliver(symmetric(TOPIC, "m" + i, Optional.empty()), false);
        }
        List<String> kept = texts(filter);
        assertEquals(Filter.MOST_MESSAGES, kept.size());
        assertEquals("m10", kept.getFirst());
        assertEquals(10, table.dropped());
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            table.deliver(symmetric(TOPIC, large, Optional.empty()), false);
        }
        assertTrue(texts(filter).size() <= 16);
    }

    @Test
    void aFilterThatIsGoneIsNotFound() {
        String filter = table.add(about(TOPIC), 0);
        table.remove(filter);
        assertThrows(IllegalArgumentException.class, () -> table.take(filter, 0));
        assertThrows(IllegalArgumentException.class, () -> table.remove(filter));
        table.deliver(symmetric(TOPIC, "a", Optional.empty()), false);
        assertEquals(0, table.count());
    }

    @Test
    void onlyFiltersThatNobodyAsksForGiveWay() {
        String oldest = table.add(about(TOPIC), 0);
        for (int i = 1; i < 1024; i++) {
            table.add(about(TOPIC), 1000);
        }
        assertThrows(IllegalArgumentException.class, () -> table.add(about(TOPIC), 299_999));
        assertEquals(1024, table.count());
        table.add(about(TOPIC), 300_000);
        assertThrows(IllegalArgumentException.class, () -> table.take(oldest, 300_000));
        assertEquals(1024, table.count());
    }

    @Test
    void theirBloomIsThatOfTheirTopics() {
        assertEquals(BloomFilter.EMPTY, table.bloom());
        table.add(about(TOPIC), 0);
        String other = table.add(about(OTHER), 0);
        assertEquals(BloomFilter.ofTopics(Set.of(TOPIC, OTHER)), table.bloom());
        table.remove(other);
        assertEquals(BloomFilter.ofTopics(Set.of(TOPIC)), table.bloom());
        table.add(about(), 0);
        assertTrue(table.bloom().isFull());
    }
}
