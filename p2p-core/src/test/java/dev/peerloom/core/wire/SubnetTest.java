package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;

class SubnetTest {
    /** Peers at unique-local addresses were made to wait 35 s for a new protocol. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "10.1.2.3, true",
        "172.16.0.1, true",
        "192.168.7.7, true",
        "169.254.1.1, true",
        "203.0.113.7, false",
        "::1, true",
        "fe80::1, true",
        "fc00::1, true",
        "fd12:3456::1, true",
        "fe00::1, false",
        "2001:db8::1, false",
    })
    void whatIsOfThisMachineOrItsNetworkIsNear(String address, boolean near) {
        assertEquals(near, Subnet.isNear(InetAddress.ofLiteral(address)));
        assertEquals(near, Subnet.isNear(address));
    }

    @ParameterizedTest
    @CsvSource({"localhost", "node.example.org", "''", "1.2.3.4.5"})
    void aNameIsNotNear(String name) {
        assertEquals(false, Subnet.isNear(name));
    }
}
