package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.peerloom.api.Capability;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class CapabilityMatcherTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
            neither offers anything            | ''                | ''                | ''
            only we offer                      | eth/69:18         | ''                | ''
            only they offer                    | ''                | eth/69            | ''
            different names                    | eth/69:18         | les/4             | ''
            one name, no common version        | eth/69:18         | eth/68            | ''
            one shared                         | eth/69:18         | eth/69            | eth/69@16+18
            highest of several versions        | eth/68:17 eth/69:18 eth/70:20 | eth/68 eth/69 | eth/69@16+18
            versions with gaps                 | a/1:1 a/4:4 a/9:9 | a/1 a/4 a/8       | a/4@16+4
            longer old version overridden      | mm1/1:80 mm1/2:2 nn1/1:5 | mm1/1 mm1/2 nn1/1 | mm1/2@16+2 nn1/1@18+5
            shorter old version overridden     | mm1/1:2 mm1/2:80 nn1/1:5 | mm1/2 mm1/1 nn1/1 | mm1/2@16+80 nn1/1@96+5
            a shorter length in a later name   | aa/1:1 zz/1:7 zz/3:3 | zz/3 zz/1 aa/1 | aa/1@16+1 zz/3@17+3
            duplicates in theirs               | eth/69:18 snap/1:8 | eth/69 eth/69 snap/1 eth/69 | eth/69@16+18 snap/1@34+8
            duplicates in ours, first counts   | eth/69:18 eth/69:99 | eth/69           | eth/69@16+18
            names differing in case            | Eth/69:18 eth/69:17 | eth/69          | eth/69@16+17
            both cases shared, upper case first | eth/1:2 Eth/1:3   | eth/1 Eth/1       | Eth/1@16+3 eth/1@19+2
            digits before letters, prefix first | b/1:1 a1/1:2 a/1:3 1a/1:4 | a/1 a1/1 1a/1 b/1 | 1a/1@16+4 a/1@20+3 a1/1@23+2 b/1@25+1
            our order against theirs           | shh/6:128 bzz/8:1 eth/69:18 | eth/69 shh/6 bzz/8 | bzz/8@16+1 eth/69@17+18 shh/6@35+128
            by name and not by version         | b/1:1 a/9:9       | b/1 a/9           | a/9@16+9 b/1@25+1
            what is not shared takes no codes  | a/1:100 b/1:2 c/1:3 | c/1 b/1          | b/1@16+2 c/1@18+3
            """,
            delimiter = '|')
    void sharesAndNumbers(String situation, String ours, String theirs, String expected) {
        List<OfferedProtocol> offers = split(ours).map(Protocols::offer).toList();
        List<Capability> listed = split(theirs).map(Protocols::capability).toList();

        List<SharedProtocol> shared = CapabilityMatcher.match(offers, listed);

        assertEquals(split(expected).toList(), describe(shared), situation);
    }

    @Test
    void keepsTheProtocolThatWasOffered() {
        OfferedProtocol first = Protocols.offer("eth", 69, 18);
        OfferedProtocol second = Protocols.offer("eth", 69, 18);
        List<SharedProtocol> shared =
                CapabilityMatcher.match(
                        List.of(first, second), List.of(Protocols.capability("eth/69")));
        assertSame(first.protocol(), shared.getFirst().offered().protocol());
    }

    @Property
    void agreesWithANaiveModel(
            @ForAll("offers") List<OfferedProtocol> ours,
            @ForAll("capabilities") List<Capability> theirs) {
        assertEquals(naive(ours, theirs), describe(CapabilityMatcher.match(ours, theirs)));
    }

    @Property
    void orderAndDuplicatesOfTheirsChangeNothing(
            @ForAll("offers") List<OfferedProtocol> ours,
            @ForAll("capabilities") List<Capability> theirs,
            @ForAll Random random) {
        List<Capability> shuffled = new ArrayList<>(theirs);
        shuffled.addAll(theirs);
        Collections.shuffle(shuffled, random);
        assertEquals(
                CapabilityMatcher.match(ours, theirs), CapabilityMatcher.match(ours, shuffled));
    }

    @Property
    void bothSidesComeToTheSameOffsets(@ForAll("offers") List<OfferedProtocol> all) {
        // A length belongs to a capability, so both sides know the same one.
        List<OfferedProtocol> ours = distinct(all);
        List<OfferedProtocol> theirs = distinct(all).reversed();
        assertEquals(
                describe(CapabilityMatcher.match(ours, capabilities(theirs))),
                describe(CapabilityMatcher.match(theirs, capabilities(ours))));
    }

    /** For each name that occurs, counts down from the highest version; sorts names by bytes. */
    private static List<String> naive(List<OfferedProtocol> ours, List<Capability> theirs) {
        List<byte[]> names = new ArrayList<>();
        for (Capability capability : theirs) {
            names.add(capability.name().getBytes(StandardCharsets.US_ASCII));
        }
        names.sort(Arrays::compareUnsigned);
        List<String> result = new ArrayList<>();
        int next = 16;
        String previous = "";
        for (byte[] bytes : names) {
            String name = new String(bytes, StandardCharsets.US_ASCII);
            if (name.equals(previous)) {
                continue;
            }
            previous = name;
            for (int version = 255; version >= 0; version--) {
                int length = lengthOf(ours, name, version);
                if (length > 0 && theirs.contains(new Capability(name, version))) {
                    result.add(name + "/" + version + "@" + next + "+" + length);
                    next += length;
                    break;
                }
            }
        }
        return result;
    }

    private static int lengthOf(List<OfferedProtocol> ours, String name, int version) {
        for (OfferedProtocol offered : ours) {
            Capability capability = offered.capability();
            if (capability.name().equals(name) && capability.version() == version) {
                return offered.length();
            }
        }
        return 0;
    }

    private static List<OfferedProtocol> distinct(List<OfferedProtocol> offers) {
        List<Capability> seen = new ArrayList<>();
        List<OfferedProtocol> distinct = new ArrayList<>();
        for (OfferedProtocol offered : offers) {
            if (!seen.contains(offered.capability())) {
                seen.add(offered.capability());
                distinct.add(offered);
            }
        }
        return distinct;
    }

    private static List<Capability> capabilities(List<OfferedProtocol> offers) {
        return offers.stream().map(OfferedProtocol::capability).toList();
    }

    @Provide
    Arbitrary<List<OfferedProtocol>> offers() {
        Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 200);
        return Combinators.combine(names(), versions(), lengths)
                .as(Protocols::offer)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Capability>> capabilities() {
        return Combinators.combine(names(), versions()).as(Capability::new).list().ofMaxSize(12);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "A", "a1", "ab", "b", "eth", "Eth", "zzzzzzzz");
    }

    private static Arbitrary<Integer> versions() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 4), Arbitraries.integers().between(250, 255));
    }

    private static Stream<String> split(String list) {
        return Arrays.stream(list.split(" ", -1)).filter(item -> !item.isEmpty());
    }

    private static List<String> describe(List<SharedProtocol> shared) {
        return shared.stream()
                .map(one -> one.capability() + "@" + one.offset() + "+" + one.length())
                .toList();
    }
}
