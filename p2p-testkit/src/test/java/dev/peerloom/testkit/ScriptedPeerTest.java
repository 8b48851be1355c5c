package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.DisconnectException;
import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.rlp.RlpWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

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

    @Test
    void showsWhatHasPassedAndDecodesRlp() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(DIALOGUE)) {
            byte[] payload =
                    new RlpWriter()
                            .startList()
                            .write(1)
                            .write("hello")
                            .startList()
                            .endList()
                            .write(new byte[] {0, 9})
                            .write(0)
                            .endList()
                            .toByteArray();
            remote.send(0, payload);
            AssertionError error = assertThrows(AssertionError.class, () -> remote.expect(2));
            String got =
                    "message 1 of 13 bytes: cc018568656c6c6fc082000980 = [1, \"hello\", [], 0x0009, 0]";
            assertEquals(
                    "expected message 2, but got "
                            + got
                            + "\nWhat has passed:\n     +0.000 s  to protocol    > "
                            + got.replace("message 1", "message 0")
                            + "\n     +0.000 s  from protocol  < "
                            + got,
                    error.getMessage());
        }
    }

    @Test
    void comparesPayloads() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(DIALOGUE)) {
            remote.send(0, new byte[] {1, 2, 3});
            remote.expect(1, new byte[] {1, 2, 3});
            remote.send(0, new byte[] {1, 2, 3});
            assertFails(
                    "expected message 1 of 3 bytes: 010204, but got message 1 of 3 bytes: 010203",
                    () -> remote.expect(1, new byte[] {1, 2, 4}));
            remote.send(0, new byte[] {1, 2, 3});
            assertFails("(they differ from byte 2 on)", () -> remote.expect(1, new byte[] {1, 2}));
            remote.send(0, new byte[] {1});
            assertFails(
                    "expected message 2 of 1 byte: 01, but got message 1 of 1 byte: 01",
                    () -> remote.expect(2, new byte[] {1}));
        }
    }

    /** Complains with 1 after ten seconds in which nothing came. */
    private static final Lambda IMPATIENT =
            new Lambda(
                    (peer, channel) -> {
                        while (true) {
                            try {
                                channel.read(Duration.ofSeconds(10));
                            } catch (TimeoutException e) {
                                channel.write(1, new byte[0]);
                            }
                        }
                    });

    @Test
    void silenceGoesByTheClockOfTheProtocol() throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(IMPATIENT)) {
            remote.silence(Duration.ofSeconds(9));
            remote.send(0, new byte[0]);
            remote.silence(Duration.ofSeconds(9));
            assertFails(
                    "expected silence for PT1S, but got message 1 of 0 bytes",
                    () -> remote.silence(Duration.ofSeconds(1)));
            remote.advance(Duration.ofSeconds(35));
            for (int i = 0; i < 3; i++) {
                remote.expect(1);
            }
            remote.silence(Duration.ZERO);
            assertEquals(Duration.ofSeconds(54), remote.runner().pipe().clock().elapsed());
        }
    }

    @Test
    void showsWhyTheProtocolFailed() {
        Lambda failing =
                new Lambda(
                        (peer, channel) -> {
                            throw new IllegalStateException("a flaw");
                        });
        try (ScriptedPeer remote = ScriptedPeer.against(failing)) {
            AssertionError error = assertThrows(AssertionError.class, () -> remote.expect(1));
            assertTrue(error.getMessage().contains("a flaw"), error.getMessage());
            assertEquals("a flaw", error.getCause().getMessage());
            assertTrue(
                    error.getMessage().contains("link ended: SUBPROTOCOL_ERROR by this side"),
                    error.getMessage());
        }
    }

    private static void assertFails(String message, Executable step) {
        AssertionError error = assertThrows(AssertionError.class, step);
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
