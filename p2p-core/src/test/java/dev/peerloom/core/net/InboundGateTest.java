package dev.peerloom.core.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.core.IpNetwork;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Which connections may begin a handshake. Addresses are numbers here, nothing is connected. */
class InboundGateTest {
    private static final InetAddress FAR = InetAddress.ofLiteral("203.0.113.7");
    private static final InetAddress OTHER = InetAddress.ofLiteral("203.0.113.8");
    private final Map<InetAddress, String> banned = new HashMap<>();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    private static boolean isAllowed(InboundGate gate, InetAddress address) {
        return gate.refusal(address).isEmpty();
    }

    private InboundGate gate(IpNetwork... allowed) {
        return new InboundGate(
                List.of(allowed), a -> Optional.ofNullable(banned.get(a)), clock::get);
    }

    @Test
    void anAddressOnTheInternetPassesOncePer30Seconds() {
        InboundGate gate = gate();
        assertTrue(gate.enter(FAR).isEmpty());
        assertTrue(gate.enter(FAR).isPresent());
        assertTrue(gate.enter(OTHER).isEmpty(), "another address is another peer");
        clock.addAndGet(Duration.ofSeconds(30).toNanos() - 1);
        assertTrue(gate.enter(FAR).isPresent(), "a refusal does not extend the time");
        clock.addAndGet(1);
        assertTrue(gate.enter(FAR).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "10.1.2.3",
                "192.168.0.9",
                "172.16.0.1",
                "169.254.1.1",
                "fe80::1",
                "fd00::1",
                "fc00::1"
            })
    void anAddressNearByPassesAsOftenAsItLikes(String address) {
        InboundGate gate = gate();
        for (int i = 0; i < 10; i++) {
            assertTrue(gate.enter(InetAddress.ofLiteral(address)).isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"172.32.0.1", "11.0.0.1", "2001:db8::1", "100.64.0.1"})
    void anAddressThatIsNotNearByDoesNot(String address) {
        InboundGate gate = gate();
        assertTrue(gate.enter(InetAddress.ofLiteral(address)).isEmpty());
        assertTrue(gate.enter(InetAddress.ofLiteral(address)).isPresent());
    }

    @Test
    void onlyAddressesInTheNetworksGivenPass() {
        InboundGate gate = gate(IpNetwork.parse("203.0.113.0/29"), IpNetwork.parse("::1/128"));
        assertTrue(isAllowed(gate, FAR));
        assertFalse(isAllowed(gate, OTHER));
        assertFalse(isAllowed(gate, InetAddress.ofLiteral("127.0.0.1")));
        assertTrue(isAllowed(gate, InetAddress.ofLiteral("::1")));
        assertTrue(gate.enter(FAR).isEmpty());
        assertTrue(gate.enter(OTHER).orElseThrow().contains("net-restrict"));
    }

    @Test
    void theAddressesOfOneIpv6MachineAreOne() {
        InboundGate gate = gate();
        assertTrue(gate.enter(InetAddress.ofLiteral("2001:db8::1")).isEmpty());
        assertTrue(gate.enter(InetAddress.ofLiteral("2001:db8::2")).isPresent());
        assertTrue(gate.enter(InetAddress.ofLiteral("2001:db8:0:1::1")).isEmpty());
    }

    @Test
    void aBannedAddressDoesNotPassNotEvenOneNearBy() {
        InboundGate gate = gate();
        InetAddress near = InetAddress.ofLiteral("127.0.0.1");
        banned.put(near, "banned: test");
        assertTrue(gate.enter(near).orElseThrow().contains("banned: test"));
        assertTrue(gate.refusal(near).isPresent());
        banned.clear();
        assertTrue(gate.enter(near).isEmpty());
    }

    @Test
    void theNetworksThatMayPassCanChange() {
        InboundGate gate = gate(IpNetwork.parse("203.0.113.0/29"));
        assertFalse(isAllowed(gate, OTHER));
        gate.allow(List.of());
        assertTrue(isAllowed(gate, OTHER));
        gate.allow(List.of(IpNetwork.parse("10.0.0.0/8")));
        assertFalse(isAllowed(gate, FAR));
    }

    @Test
    void aFloodOfAddressesIsForgottenAfterItsTime() {
        InboundGate gate = gate();
        for (int i = 0; i < 100_000; i++) {
            assertTrue(gate.enter(InetAddress.ofLiteral("2001:db8:" + hex(i) + "::7")).isEmpty());
        }
        clock.addAndGet(Duration.ofSeconds(30).toNanos());
        assertTrue(gate.enter(FAR).isEmpty());
        assertTrue(gate.enter(FAR).isPresent(), "there is room to remember it again");
    }

    private static String hex(int number) {
        return Integer.toHexString(number >>> 16) + ":" + Integer.toHexString(number & 0xFFFF);
    }
}
