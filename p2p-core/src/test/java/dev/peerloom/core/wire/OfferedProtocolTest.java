package dev.peerloom.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

class OfferedProtocolTest {
    @Test
    void holdsWhatTheProtocolSays() {
        Protocol protocol = new Protocols.Plain("eth", 69, 18, 1000);
        OfferedProtocol offered = OfferedProtocol.of("plugin-a", protocol);
        assertSame(protocol, offered.protocol());
        assertEquals(new Capability("eth", 69), offered.capability());
        assertEquals(18, offered.length());
        assertEquals(1000, offered.maxPayload());
        assertEquals("plugin-a", offered.owner());
    }

    @ParameterizedTest
    @CsvSource({"a, 0, 1, 0", "12345678, 255, 65536, 16777215", "~!, 1, 1, 1"})
    void acceptsTheLimits(String name, int version, int length, int maxPayload) {
        OfferedProtocol offered =
                OfferedProtocol.of("o", new Protocols.Plain(name, version, length, maxPayload));
        assertEquals(new Capability(name, version), offered.capability());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456789", "ätsch", "a\nb", "a b", "a\u007f", "\u0000"})
    void refusesANameThatIsNoName(String name) {
        assertRefused("name()", new Protocols.Plain(name, 1, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "version(), -1, 1, 1",
        "version(), 256, 1, 1",
        "length(), 1, 0, 1",
        "length(), 1, -5, 1",
        "length(), 1, 65537, 1",
        "maxPayload(), 1, 1, -1",
        "maxPayload(), 1, 1, 16777216"
    })
    void refusesNumbersBeyondTheirRange(String getter, int version, int length, int maxPayload) {
        assertRefused(getter, new Protocols.Plain("x", version, length, maxPayload));
    }

    @Test
    void refusesNull() {
        assertRefused("name() returned null", new Protocols.Plain(null, 1, 1, 1));
    }

    static List<String> getters() {
        return List.of("name", "version", "length", "maxPayload");
    }

    @ParameterizedTest
    @MethodSource("getters")
    void refusesAGetterThatThrows(String getter) {
        IllegalStateException exception = new IllegalStateException("not yet");
        Recording throwing =
                new Recording(
                        getter,
                        () -> {
                            throw exception;
                        });
        IllegalArgumentException refusal = assertRefused(getter + "() threw", throwing);
        assertSame(exception, refusal.getCause());
    }

    @Test
    void refusesAGetterThatEndsInAnError() {
        Recording throwing =
                new Recording(
                        "length",
                        () -> {
                            throw new NoClassDefFoundError("gone/Away");
                        });
        assertRefused("length() threw java.lang.NoClassDefFoundError", throwing);
    }

    @Test
    void readsEachGetterOnce() {
        Recording recording = new Recording("none", () -> {});
        OfferedProtocol offered = OfferedProtocol.of("o", recording);
        assertEquals(List.of("name", "version", "length", "maxPayload"), recording.calls);
        assertEquals(1, offered.capability().version());
    }

    private static IllegalArgumentException assertRefused(String problem, Protocol protocol) {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> OfferedProtocol.of("culprit", protocol));
        String message = refusal.getMessage();
        assertTrue(message.contains("culprit"), message);
        assertTrue(message.contains(problem), message);
        assertTrue(message.contains(protocol.getClass().getName()), message);
        assertFalse(message.contains("\n"), message);
        return refusal;
    }

    /** Each answer is legal the first time only. */
    private static final class Recording implements Protocol {
        private final List<String> calls = new ArrayList<>();
        private final String special;
        private final Runnable action;

        Recording(String special, Runnable action) {
            this.special = special;
            this.action = action;
        }

        private <T> T answer(String getter, Supplier<T> value) {
            if (getter.equals(special)) {
                action.run();
            }
            calls.add(getter);
            return value.get();
        }

        @Override
        public String name() {
            return answer("name", () -> "x".repeat(calls.size()));
        }

        @Override
        public int version() {
            return answer("version", () -> calls.contains("version") ? 1 : -1);
        }

        @Override
        public int length() {
            return answer("length", () -> 1);
        }

        @Override
        public int maxPayload() {
            return answer("maxPayload", () -> 1);
        }

        @Override
        public void run(Peer peer, MessageChannel channel) {
            throw new UnsupportedOperationException("only its numbers are of interest");
        }
    }
}
