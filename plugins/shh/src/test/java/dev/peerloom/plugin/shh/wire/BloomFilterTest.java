package dev.peerloom.plugin.shh.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.Set;

/** Which topics pass which filters: what go-ethereum v1.9.20 would say. */
class BloomFilterTest {
    /** go-ethereum's rule: a later bit replaces an earlier one in the same byte. */
    private static boolean goEthereumMatches(byte[] filter, Topic topic) {
        byte[] needed = new byte[64];
        byte[] bytes = topic.toBytes();
        for (int j = 0; j < 3; j++) {
            int index = (bytes[j] & 0xff) + ((bytes[3] & (1 << j)) != 0 ? 256 : 0);
            needed[index / 8] = (byte) (1 << (index % 8));
        }
        for (int i = 0; i < 64; i++) {
            if ((filter[i] | needed[i]) != filter[i]) {
                return false;
            }
        }
        return true;
    }

    @Property(tries = 2000)
    void letsThroughWhatGoEthereumLetsThrough(
            @ForAll @Size(64) byte[] bits, @ForAll int topic, @ForAll boolean near) {
        // Near: all three bits in one byte or two.
        Topic asked = new Topic(near ? (topic & 0x07070707) | 0x08080800 : topic);
        assertEquals(goEthereumMatches(bits, asked), BloomFilter.of(bits).matches(asked));
    }

    @Property(tries = 500)
    void theFilterOfATopicLetsItThroughHereAndThere(@ForAll int bits, @ForAll int other) {
        Topic topic = new Topic(bits);
        BloomFilter filter = BloomFilter.ofTopics(Set.of(topic));
        assertTrue(filter.matches(topic));
        assertTrue(goEthereumMatches(filter.toBytes(), topic));
        BloomFilter both = filter.or(BloomFilter.ofTopics(Set.of(new Topic(other))));
        assertTrue(both.matches(topic) && both.matches(new Topic(other)));
        assertTrue(both.covers(filter) && BloomFilter.FULL.covers(both));
        assertTrue(BloomFilter.FULL.matches(topic));
        assertFalse(BloomFilter.EMPTY.matches(topic));
    }

    @Test
    void setsTheBitsOfTheSpecification() {
        // Indexes 16, 256 + 119 and 42: bytes 2, 46 and 5.
        byte[] expected = new byte[64];
        expected[2] = 1;
        expected[46] = (byte) (1 << 7);
        expected[5] = 1 << 2;
        assertEquals(
                "0x" + HexFormat.of().formatHex(expected),
                BloomFilter.ofTopics(Set.of(new Topic(0x10772a02))).toString());
    }
}
