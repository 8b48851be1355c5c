package dev.peerloom.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DisconnectReasonTest {
    /** The table of RLPx, section "Disconnect (0x01)". */
    @ParameterizedTest
    @CsvSource({
        "0x00, REQUESTED",
        "0x01, TCP_ERROR",
        "0x02, BREACH_OF_PROTOCOL",
        "0x03, USELESS_PEER",
        "0x04, TOO_MANY_PEERS",
        "0x05, ALREADY_CONNECTED",
        "0x06, INCOMPATIBLE_VERSION",
        "0x07, NULL_IDENTITY",
        "0x08, CLIENT_QUITTING",
        "0x09, UNEXPECTED_IDENTITY",
        "0x0a, SAME_IDENTITY",
        "0x0b, PING_TIMEOUT",
        "0x10, SUBPROTOCOL_ERROR",
    })
    void reasonsHaveTheNumbersOfTheSpecification(String code, DisconnectReason reason) {
        assertEquals(Integer.decode(code), reason.code());
        assertEquals(reason, DisconnectReason.fromCode(Integer.decode(code)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x0c, 0x0f, 0x11, 0x7f, 0x100, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void otherNumbersAreUnknown(int code) {
        assertEquals(DisconnectReason.UNKNOWN, DisconnectReason.fromCode(code));
    }

    @Property
    void noNumberThrows(@ForAll int code) {
        DisconnectReason reason = DisconnectReason.fromCode(code);
        assertEquals(reason == DisconnectReason.UNKNOWN ? -1 : code, reason.code());
    }

    @Test
    void unknownHasNoNumber() {
        assertEquals(-1, DisconnectReason.UNKNOWN.code());
        assertEquals(14, DisconnectReason.values().length);
    }
}
