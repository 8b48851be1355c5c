package dev.peerloom.plugin.eth.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.plugin.eth.chain.Chain;
import dev.peerloom.plugin.eth.chain.ChainHead;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

class ChainAnswersTest {
    private static final long HEAD = 3000;

    /** A chain whose headers and bodies are just long enough to tell them apart. */
    private record Numbers(long last, int size) implements Chain {
        @Override
        public Hash32 genesisHash() {
            return hash(0);
        }

        @Override
        public ChainHead head() {
            return new ChainHead(last, hash(last), 0);
        }

        @Override
        public OptionalLong number(Hash32 hash) {
            long number = ByteBuffer.wrap(hash.toBytes()).getLong(24);
            return number >= 0 && number <= last && hash.equals(hash(number))
                    ? OptionalLong.of(number)
                    : OptionalLong.empty();
        }

        @Override
        public byte[] headerRlp(long number) {
            return number < 0 || number > last
                    ? null
                    : ByteBuffer.allocate(size).putLong(number).array();
        }

        @Override
        public byte[] bodyRlp(long number) {
            return headerRlp(number);
        }
    }

    private static Hash32 hash(long number) {
        return Hash32.of(ByteBuffer.allocate(32).putLong(0, 77).putLong(24, number).array());
    }

    private static final Chain CHAIN = new Numbers(HEAD, 8);

    @ParameterizedTest
    @CsvSource({
        // from, amount, skip, reverse, expected
        "0, 3, 0, false, 0 1 2",
        "5, 3, 1, false, 5 7 9",
        "5, 3, 0, true, 5 4 3",
        "5, 3, 1, true, 5 3 1",
        "5, 4, 1, true, 5 3 1",
        "2998, 9, 0, false, 2998 2999 3000",
        "2998, 9, 1, false, 2998 3000",
        "7, 0, 0, false, ''",
        "3001, 1, 0, false, ''",
        "3001, 5, 0, true, ''",
        "-1, 1, 0, false, ''",
        "-1, 10, 0, true, ''",
        // a step that wraps around is no step
        "7, 2, -1, false, 7",
        "7, 2, -1, true, 7",
        "7, 3, -2, false, 7",
        "7, 3, -9, false, 7",
        "7, 3, -9, true, 7",
        "7, 3, 9223372036854775807, false, 7",
        "7, 3, 9223372036854775807, true, 7",
        "7, -1, 2990, false, 7 2998",
    })
    void findsHeadersByNumberAndByHash(
            long from, long amount, long skip, boolean reverse, String expected)
            throws IOException {
        GetBlockHeaders byNumber = new GetBlockHeaders(1, null, from, amount, skip, reverse);
        assertEquals(expected, numbers(ChainAnswers.headers(CHAIN, byNumber)));
        GetBlockHeaders byHash = new GetBlockHeaders(1, hash(from), 0, amount, skip, reverse);
        assertEquals(expected, numbers(ChainAnswers.headers(CHAIN, byHash)));
    }

    @Property(tries = 500)
    void agreesWithANaiveModel(
            @ForAll @LongRange(min = 0, max = 3100) long from,
            @ForAll @LongRange(min = 0, max = 40) long amount,
            @ForAll long skip,
            @ForAll @LongRange(min = 0, max = 200) long smallSkip,
            @ForAll boolean small,
            @ForAll boolean reverse)
            throws IOException {
        long gap = small ? smallSkip : skip;
        BigInteger step = new BigInteger(Long.toUnsignedString(gap)).add(BigInteger.ONE);
        List<String> expected = new ArrayList<>();
        BigInteger at = BigInteger.valueOf(from);
        while (expected.size() < amount
                && at.signum() >= 0
                && at.compareTo(BigInteger.valueOf(HEAD)) <= 0) {
            expected.add(at.toString());
            at = reverse ? at.subtract(step) : at.add(step);
        }
        GetBlockHeaders request = new GetBlockHeaders(1, null, from, amount, gap, reverse);
        assertEquals(String.join(" ", expected), numbers(ChainAnswers.headers(CHAIN, request)));
    }

    @Test
    void givesNoMoreThan1024Headers() throws IOException {
        for (long skip : new long[] {0, 1}) {
            GetBlockHeaders all = new GetBlockHeaders(1, null, 0, 5000, skip, false);
            assertEquals(1024, ChainAnswers.headers(CHAIN, all).size());
        }
    }

    @Test
    void stopsAtTwoMebibytesOfHeaders() throws IOException {
        Chain large = new Numbers(HEAD, 1 << 16);
        GetBlockHeaders all = new GetBlockHeaders(1, null, 0, 1024, 0, false);
        assertEquals(32, ChainAnswers.headers(large, all).size());
    }

    @Test
    void givesBodiesUpToTheFirstThatItHasNot() throws IOException {
        List<Hash32> hashes = List.of(hash(54), hash(3), Hash32.ZERO, hash(5));
        assertEquals("54 3", numbers(ChainAnswers.bodies(CHAIN, hashes)));
        assertEquals("", numbers(ChainAnswers.bodies(CHAIN, List.of())));
    }

    @Test
    void givesNoMoreThan1024Bodies() throws IOException {
        List<Hash32> hashes =
                LongStream.rangeClosed(0, HEAD).mapToObj(ChainAnswersTest::hash).toList();
        assertEquals(1024, ChainAnswers.bodies(CHAIN, hashes).size());
    }

    @Test
    void stopsAtTwoMebibytesOfBodiesAndNeverExceedsAMessage() throws IOException {
        List<Hash32> hashes = Collections.nCopies(300, hash(1));
        assertEquals(32, ChainAnswers.bodies(new Numbers(HEAD, 1 << 16), hashes).size());
        assertEquals(1, ChainAnswers.bodies(new Numbers(HEAD, 9 << 20), hashes).size());
        assertEquals(0, ChainAnswers.bodies(new Numbers(HEAD, 10 << 20), hashes).size());
        // 1.9 MiB and then a body that would not fit any more
        Chain mixed =
                new Chain() {
                    private final Chain small = new Numbers(HEAD, 1_900_000);
                    private final Chain huge = new Numbers(HEAD, 9 << 20);

                    @Override
                    public Hash32 genesisHash() {
                        return small.genesisHash();
                    }

                    @Override
                    public ChainHead head() {
                        return small.head();
                    }

                    @Override
                    public OptionalLong number(Hash32 hash) {
                        return small.number(hash);
                    }

                    @Override
                    public byte[] headerRlp(long number) throws IOException {
                        return small.headerRlp(number);
                    }

                    @Override
                    public byte[] bodyRlp(long number) throws IOException {
                        return (number == 1 ? small : huge).bodyRlp(number);
                    }
                };
        assertEquals("1", numbers(ChainAnswers.bodies(mixed, List.of(hash(1), hash(2)))));
    }

    private static String numbers(List<byte[]> items) {
        return String.join(
                " ", items.stream().map(item -> "" + ByteBuffer.wrap(item).getLong()).toList());
    }
}
