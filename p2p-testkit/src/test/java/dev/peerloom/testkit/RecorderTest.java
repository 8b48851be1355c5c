package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Message;
import dev.peerloom.api.Protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;

@Timeout(60)
class RecorderTest {
    private static final String TEXT =
            """
            peerloom-recording 1 lambda/1
            +0.000000 > 0 2a
            +0.000000 < 1 2a2a
            +5.000000 < 2 -
            +5.250001 > 0 ff
            +5.250001 < 1 ffff
            """;

    /** Answers 0 with its bytes doubled, and says 2 after five seconds of silence. */
    private static final Protocol DOUBLING = answering(2);

    private static Protocol answering(int times) {
        return new Lambda(
                (peer, channel) -> {
                    while (true) {
                        try {
                            Message message = channel.read(Duration.ofSeconds(5));
                            byte[] answer = new byte[times];
                            Arrays.fill(answer, message.payload()[0]);
                            channel.write(1, answer);
                        } catch (TimeoutException silence) {
                            channel.write(2, new byte[0]);
                        }
                    }
                });
    }

    @Test
    void writesWhatPassesWithItsTime(@TempDir Path folder) throws Exception {
        try (ScriptedPeer remote = ScriptedPeer.against(DOUBLING)) {
            Recorder recorder = Recorder.of(remote.runner().pipe());
            assertThrows(IllegalStateException.class, recorder::protocol);
            remote.send(0, new byte[] {42});
            remote.expect(1);
            remote.advance(Duration.ofSeconds(5));
            remote.expect(2);
            remote.advance(Duration.ofNanos(250_001_000));
            remote.send(0, new byte[] {-1});
            remote.expect(1);
            assertEquals(TEXT, recorder.recording().toString());
            Path file = recorder.writeTo(folder.resolve("deep").resolve("talk.txt"));
            assertEquals(recorder.recording(), Recording.read(file));
        }
    }

    @Test
    void aProtocolThatSaysTheSameReplays() throws Exception {
        Recording.parse(TEXT).replay(DOUBLING);
    }

    @Test
    void aProtocolThatSaysSomethingElseDoesNot() throws Exception {
        assertReplayFails(
                answering(3),
                "message 2 of the recording (+0.000000 < 1 2a2a): expected message 1 of 2 bytes:"
                        + " 2a2a, but got message 1 of 3 bytes: 2a2a2a (they differ from byte 2"
                        + " on)");
        assertReplayFails(
                new Lambda((peer, channel) -> channel.read()),
                "message 2 of the recording (+0.000000 < 1 2a2a): expected message 1 of 2 bytes:"
                        + " 2a2a, but the link ended with CLIENT_QUITTING");
    }

    @Test
    void aProtocolThatSaysMoreDoesNotReplay() throws Exception {
        String shorter = TEXT.substring(0, TEXT.lastIndexOf('+'));
        AssertionError error =
                assertThrows(AssertionError.class, () -> Recording.parse(shorter).replay(DOUBLING));
        assertTrue(
                error.getMessage()
                        .startsWith("after the last message of the recording came message 1 of 2"),
                error.getMessage());
    }

    private static void assertReplayFails(Protocol protocol, String message) throws IOException {
        Recording recording = Recording.parse(TEXT);
        AssertionError error = assertThrows(AssertionError.class, () -> recording.replay(protocol));
        assertTrue(error.getMessage().startsWith(message), error.getMessage());
    }

    @Test
    void replaysOnlyWhatItIsOf() throws Exception {
        Recording other = Recording.parse("peerloom-recording 1 other/7");
        AssertionError error = assertThrows(AssertionError.class, () -> other.replay(DOUBLING));
        assertEquals("the recording is of other/7, not of lambda/1", error.getMessage());
    }

    @Test
    void recordsEverySessionOfAProtocolInARealNode() throws Exception {
        Recorder recorder = Recorder.around(DOUBLING);
        assertThrows(IllegalStateException.class, recorder::recording);
        Lambda asking =
                new Lambda(
                        (peer, channel) -> {
                            channel.write(0, new byte[] {7});
                            assertEquals(1, channel.read().code());
                        });
        try (LoopbackPair pair = LoopbackPair.of(recorder.protocol(), asking)) {
            for (int i = 0; i < 2; i++) {
                pair.connect();
                pair.awaitEndAtFirst();
            }
        }
        assertEquals(2, recorder.sessions().size());
        for (Recording session : recorder.sessions()) {
            assertEquals(new Capability("lambda", 1), session.capability());
            assertEquals(
                    List.of("> 0 07", "< 1 0707"),
                    session.lines().stream()
                            .map(line -> line.toString().replaceFirst("^\\S+ ", ""))
                            .toList());
            session.replay(DOUBLING);
        }
    }

    @Test
    void recordsNothingThatWasNotSent() throws Exception {
        Lambda wrong =
                new Lambda(
                        (peer, channel) -> {
                            assertThrows(
                                    IllegalArgumentException.class,
                                    () -> channel.write(99, new byte[0]));
                            channel.write(2, new byte[0]);
                            channel.read();
                        });
        Recorder recorder = Recorder.around(wrong);
        try (ScriptedPeer remote = ScriptedPeer.against(recorder.protocol())) {
            remote.expect(2);
        }
        assertEquals(1, recorder.recording().lines().size());
    }

    @Test
    void readsRemarksBlanksAndNanoseconds() throws Exception {
        Recording recording =
                Recording.parse(
                        """
                        # a talk
                        peerloom-recording 1 a/b/3   # the name may hold a slash

                          +1   >  0  00   # first
                        +1.000000001 < 65535 -
                        """);
        assertEquals(new Capability("a/b", 3), recording.capability());
        assertEquals(
                List.of("+1.000000 > 0 00", "+1.000000001 < 65535 -"),
                recording.lines().stream().map(Recording.Line::toString).toList());
        assertEquals(recording, Recording.parse(recording.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+0 > 0",
                "+0 = 0 00",
                "+0 > x 00",
                "+0 > -1 00",
                "+0 > 0 0",
                "+0 > 0 zz",
                "-1 > 0 00",
                "now > 0 00",
                "+0.0000000001 > 0 00",
                "+99999999999999999999 > 0 00",
                "+1 > 0 00\n+0.9 > 0 00"
            })
    void namesALineThatIsWrong(String lines) {
        String text = "peerloom-recording 1 lambda/1\n\n" + lines;
        String message = assertThrows(IOException.class, () -> Recording.parse(text)).getMessage();
        int wrong = lines.contains("\n") ? 4 : 3;
        assertTrue(message.startsWith("recording, line " + wrong + ": "), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "recording 1 a/1",
                "peerloom-recording 2 a/1",
                "peerloom-recording 1 a",
                "peerloom-recording 1 a/x",
                "peerloom-recording 1"
            })
    void refusesWhatIsNoRecording(String text) {
        assertThrows(IOException.class, () -> Recording.parse(text));
    }
}
