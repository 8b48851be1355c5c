package dev.peerloom.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.net.LogLimit.Verdict;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Optional;

/** How much failed connections may write into the log. */
class LogLimitTest {
    private final LogLimit limit = new LogLimit();

    private Verdict line(String address) {
        return limit.admit(InetAddress.ofLiteral(address));
    }

    @Test
    void aSubnetHasAFewLinesAndTheRestIsCounted() {
        assertEquals(Verdict.WRITE_FIRST, line("203.0.113.1"));
        for (int i = 2; i <= LogLimit.PER_SUBNET; i++) {
            assertEquals(Verdict.WRITE, line("203.0.113." + i));
        }
        for (int i = 10; i < 110; i++) {
            assertEquals(Verdict.SUPPRESS, line("203.0.113." + i));
        }
        assertEquals(Verdict.WRITE, line("203.0.114.1"), "another subnet");
        assertEquals(
                Optional.of(
                        "100 more connections failed or were refused within 60 s, from 1 network"),
                limit.closeWindow());
    }

    @Test
    void allSubnetsTogetherHaveSomeLines() {
        for (int i = 0; i < 1_000; i++) {
            Verdict verdict = line("198.18." + i % 250 + "." + i / 250);
            assertEquals(i >= LogLimit.IN_TOTAL, verdict == Verdict.SUPPRESS, "line " + i);
        }
        String summary = limit.closeWindow().orElseThrow();
        assertTrue(summary.startsWith("950 more connections"), summary);
        assertTrue(summary.endsWith("from 250 networks"), summary);
    }

    @Test
    void addressesOfIpv6ShareTheLinesOfTheir48Bits() {
        for (int i = 0; i < LogLimit.PER_SUBNET; i++) {
            line("2001:db8:1:" + i + "::1");
        }
        assertEquals(Verdict.SUPPRESS, line("2001:db8:1:ffff::1"));
        assertEquals(Verdict.WRITE, line("2001:db8:2::1"));
    }

    @Test
    void theLocalNetworkHasAllTheLinesThatThereAre() {
        for (int i = 0; i < LogLimit.IN_TOTAL; i++) {
            assertTrue(line("127.0.0.1") != Verdict.SUPPRESS);
        }
        assertEquals(Verdict.SUPPRESS, line("127.0.0.1"));
    }

    @Test
    void aWindowThatSuppressedNothingSaysNothingAndTheNextBeginsAnew() {
        line("203.0.113.1");
        assertEquals(Optional.empty(), limit.closeWindow());
        assertEquals(Verdict.WRITE_FIRST, line("203.0.113.1"));
        for (int i = 0; i < 10; i++) {
            line("203.0.113.1");
        }
        assertTrue(limit.closeWindow().isPresent());
        assertEquals(Verdict.WRITE_FIRST, line("203.0.113.1"), "counted from none again");
    }
}
