package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

import java.time.Duration;

@Timeout(60)
class ScriptedPeerTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    /** Answers 0 with 1, disconnects on 2, returns on 3. */
    private static final Lambda DIALOGUE =
            new Lambda(
                    (peer, channel) -> {
                        while (true) {
                            Message message = channel.read();
                            switch (message.code()) {
                                case 0 -> channel.write(1, message.payload());
                                case 2 ->
                                        throw new DisconnectException(
                                                DisconnectReason.USELESS_PEER, "said so");
                                default -> {
                                    return;
                                }
                            }
                        }
                    });

    @Test
    void speaksItsPart() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(DIALOGUE)) {
            remote.send(0, new byte[] {5});
            assertArrayEquals(new byte[] {5}, remote.expect(1));
            remote.silence(SHORT);
            remote.send(2, new byte[0]);
            LinkEnd end = remote.expectDisconnect(DisconnectReason.USELESS_PEER);
            assertEquals("said so", end.detail());
        }
    }

    @Test
    void noticesAnotherMessage() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(DIALOGUE)) {
            remote.send(0, new byte[] {0x2a});
            assertFails(
                    "expected message 3, but got message 1 of 1 byte: 2a", () -> remote.expect(3));
            remote.send(0, new byte[0]);
            assertFails(
                    "expected disconnect REQUESTED, but got message 1",
                    () -> remote.expectDisconnect(DisconnectReason.REQUESTED));
            remote.send(0, new byte[100]);
            assertFails(
                    "expected silence for PT50S, but got message 1 of 100 bytes: "
                            + "00".repeat(32)
                            + "…",
                    () -> remote.silence(Duration.ofSeconds(50)));
        }
    }

    @Test
    void noticesThatNothingComes() {
        try (ScriptedPeer remote = ScriptedPeer.against(DIALOGUE).patience(SHORT)) {
            assertFails("expected message 1, but nothing came within", () -> remote.expect(1));
            assertFails(
                    "expected disconnect REQUESTED, but nothing came within",
                    () -> remote.expectDisconnect(DisconnectReason.REQUESTED));
        }
    }

    @Test
    void noticesAnotherEnd() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(DIALOGUE)) {
            remote.send(3, new byte[0]);
            assertFails(
                    "expected disconnect USELESS_PEER, but got CLIENT_QUITTING by this side",
                    () -> remote.expectDisconnect(DisconnectReason.USELESS_PEER));
            assertFails("the link ended with CLIENT_QUITTING", () -> remote.expect(1));
            assertFails("the link ended with CLIENT_QUITTING", () -> remote.send(0, new byte[0]));
            assertFails("the link ended with CLIENT_QUITTING", () -> remote.silence(SHORT));
        }
    }

    @Test
    void doesNotTakeItsOwnDisconnectForTheProtocols() {
        try (ScriptedPeer remote = ScriptedPeer.against(DIALOGUE)) {
            remote.disconnect(DisconnectReason.USELESS_PEER);
            assertFails(
                    "but got USELESS_PEER by the remote side",
                    () -> remote.expectDisconnect(DisconnectReason.USELESS_PEER));
        }
    }

    private static void assertFails(String message, Executable step) {
        AssertionError error = assertThrows(AssertionError.class, step);
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
