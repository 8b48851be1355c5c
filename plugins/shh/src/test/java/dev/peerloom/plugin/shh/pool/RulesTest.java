package dev.peerloom.plugin.shh.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.shh.wire.BloomFilter;
import dev.peerloom.plugin.shh.wire.Envelope;
import dev.peerloom.plugin.shh.wire.Topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

/** Which envelopes are let in, and what is borne after a change of mind. */
class RulesTest {
    private static final long NOW = 1_000_000_000L; // milliseconds
    private static final long SECOND = NOW / 1000;
    private static final Topic TOPIC = Samples.TOPIC;
    private static final Requirements USUAL =
            Requirements.of(0.2, BloomFilter.FULL, 1 << 20, false);

    private static Verdict judge(long expiryFromNow, long ttl, int size, Requirements asked) {
        Envelope envelope = Envelope.of(SECOND + expiryFromNow, ttl, TOPIC, new byte[size], 0);
        return Verdict.beforeHashing(envelope, asked, NOW + 999);
    }

    @ParameterizedTest
    @CsvSource({
        "50, 50, GOOD",
        "0, 50, GOOD",
        "-1, 50, EXPIRED",
        "-20, 50, EXPIRED",
        "-21, 50, LONG_EXPIRED",
        "60, 50, GOOD",
        "61, 50, FROM_THE_FUTURE",
        "10, 0, EXPIRED",
        "11, 0, FROM_THE_FUTURE",
        "50, 1000051, FROM_THE_FUTURE",
        "50, 1000050, GOOD",
    })
    void timeIsJudgedWithTheAllowance(long expiryFromNow, long ttl, Verdict verdict) {
        assertEquals(verdict, judge(expiryFromNow, ttl, 10, USUAL));
    }

    @Test
    void sizeIsThatOfTheDataAndTwentyBytes() {
        Requirements small = USUAL.withMaxMessageSize(1000);
        assertEquals(Verdict.GOOD, judge(50, 50, 980, small));
        assertEquals(Verdict.TOO_LARGE, judge(50, 50, 981, small));
    }

    @Test
    void onlyLateOnesAreNobodysFault() {
        for (Verdict verdict : Verdict.values()) {
            assertEquals(verdict != Verdict.GOOD && verdict != Verdict.EXPIRED, verdict.isBreach());
        }
    }

    @Test
    void anEnvelopeOfTheFutureNeedsMoreWork() {
        Envelope now = Envelope.of(SECOND + 50, 50, TOPIC, new byte[10], 0);
        Envelope ahead = Envelope.of(SECOND + 55, 50, TOPIC, new byte[10], 0);
        assertEquals(now.pow(20, 50), Verdict.pow(now, 20, NOW));
        assertEquals(ahead.pow(20, 56), Verdict.pow(ahead, 20, NOW));
    }

    @Test
    void whatTheFormerProofOfWorkLetThroughIsBorneForTenSeconds() {
        Requirements raised = USUAL.withMinPow(0.8, NOW);
        assertEquals(0.8, raised.minPow());
        assertTrue(raised.enoughWork(0.2, NOW + 9_999));
        assertFalse(raised.enoughWork(0.19, NOW + 9_999));
        assertFalse(raised.enoughWork(0.2, NOW + 10_000));
        assertTrue(raised.enoughWork(0.8, NOW + 10_000));
        Requirements lowered = USUAL.withMinPow(0.1, NOW);
        assertTrue(lowered.enoughWork(0.1, NOW));
    }

    @Test
    void severalChangesInARowBearAllThatWasAskedFor() {
        Requirements often = USUAL.withMinPow(0.5, NOW).withMinPow(0.9, NOW + 5_000);
        assertTrue(often.enoughWork(0.2, NOW + 14_999));
        assertFalse(often.enoughWork(0.89, NOW + 15_000));
        BloomFilter one = BloomFilter.ofTopics(Set.of(TOPIC));
        BloomFilter other = BloomFilter.ofTopics(Set.of(new Topic(0x70605040)));
        Requirements narrowed = USUAL.withBloom(one, NOW - 60_000).withBloom(other, NOW);
        assertTrue(narrowed.wanted(TOPIC, NOW + 9_999));
        assertFalse(narrowed.wanted(TOPIC, NOW + 10_000));
        assertTrue(narrowed.wanted(new Topic(0x70605040), NOW + 10_000));
        Requirements settled = USUAL.withBloom(other, NOW - 60_000);
        assertEquals(Verdict.UNWANTED_TOPIC, judge(50, 50, 10, settled));
    }

    @Test
    void whatNobodyCanMeetIsNotAskedFor() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> USUAL.withMinPow(bad, NOW));
        }
        assertThrows(
                IllegalArgumentException.class, () -> USUAL.withMaxMessageSize((10 << 20) + 1));
        assertThrows(IllegalArgumentException.class, () -> USUAL.withMaxMessageSize(0));
    }
}
