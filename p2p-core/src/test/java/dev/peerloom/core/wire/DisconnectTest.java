package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.DisconnectReason;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.HexFormat;

class DisconnectTest {
    @ParameterizedTest
    @CsvSource({"0, c180", "1, c101", "8, c108", "16, c110", "127, c17f", "128, c28180"})
    void isAListWithTheReason(int code, String encoded) {
        assertEquals(encoded, HexFormat.of().formatHex(Disconnect.encode(code)));
        assertEquals(code, Disconnect.decode(HexFormat.of().parseHex(encoded)));
    }

    @Test
    void sendsAReasonWithoutNumberAsSubprotocolError() {
        byte[] sent = Disconnect.encode(DisconnectReason.UNKNOWN.code());
        assertEquals(DisconnectReason.SUBPROTOCOL_ERROR.code(), Disconnect.decode(sent));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bare number, 04, 4",
        "bare zero as RLP, 80, 0",
        "bare zero as a byte, 00, 0",
        "zero as a byte in a list, c100, 0",
        "a byte with a needless header, c28104, 4",
        "a bare byte with a needless header, 8104, 4",
        "leading zeros, c483000010, 16",
        "long form of the list, f80104, 4",
        "long form with two length bytes, f9000104, 4",
        "unknown number, c18042, 0",
        "unknown number of one byte, c12a, 42",
        "unknown number of two bytes, c3820400, 1024",
        "largest number, c5847fffffff, 2147483647",
        "further elements, c3040506, 4",
        "bytes after the list, c104ffff, 4",
        "list shorter than its header says, c504, 4"
    })
    void readsEveryFormSeenInTheNetwork(String form, String payload, int code) {
        assertEquals(code, Disconnect.decode(HexFormat.of().parseHex(payload)), form);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "empty payload, ''",
        "empty list, c0",
        "empty list with bytes after it, c004",
        "list header alone, c1",
        "long list header alone, f8",
        "longest list header, ffffffffffffffffff",
        "truncated number, c38204",
        "truncated bare number, 82",
        "number of 32 bits, c58480000000",
        "number of 64 bits, c988ffffffffffffffff",
        "number of 72 bits that would wrap, c98900000000800000000000",
        "long string, b838",
        "list in a list, c2c104"
    })
    void isUnknownWhenThereIsNoNumber(String form, String payload) {
        assertEquals(-1, Disconnect.decode(HexFormat.of().parseHex(payload)), form);
    }

    @Property
    void everyNumberComesBack(@ForAll @IntRange(min = 0) int code) {
        assertEquals(code, Disconnect.decode(Disconnect.encode(code)));
    }

    @Property
    void anyBytesGiveANumber(@ForAll byte[] payload) {
        assertEquals(true, Disconnect.decode(payload) >= Disconnect.UNKNOWN);
    }

    @Property
    void bytesCutOffAnywhereGiveANumber(@ForAll @IntRange(min = 0) int code) {
        byte[] whole = Disconnect.encode(code);
        for (int length = 0; length < whole.length; length++) {
            assertEquals(-1, Disconnect.decode(Arrays.copyOf(whole, length)));
        }
    }
}
