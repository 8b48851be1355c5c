package com.example.notes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Protocol;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.testkit.LoopbackPair;
import dev.peerloom.testkit.ManualClock;
import dev.peerloom.testkit.PeerloomTest;
import dev.peerloom.testkit.Recorder;
import dev.peerloom.testkit.Recording;
import dev.peerloom.testkit.ScriptedPeer;
import dev.peerloom.testkit.SeededRandom;
import dev.peerloom.testkit.TestedProtocol;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** What an author's tests look like. */
@PeerloomTest
class NotesTest {
    private static final String TALK =
            """
            peerloom-recording 1 notes/1
            +0.000000 < 3 -
            +0.000000 > 3 -
            +0.000000 > 0 83616263
            +0.000000 > 1 -
            +0.000000 < 2 c483616263
            """;

    @TestedProtocol
    Protocol notes() {
        return new Notes();
    }

    private static byte[] note(String text) {
        return new RlpWriter().write(text).toByteArray();
    }

    @Test
    void keepsNotes(ScriptedPeer remote, SeededRandom random, Recorder recorder) throws Exception {
        String text = Integer.toString(random.nextInt(1000), 36);
        remote.expect(Notes.HELLO);
        remote.send(Notes.HELLO, new byte[0]);
        remote.send(Notes.ADD, note(text));
        remote.send(Notes.ASK, new byte[0]);
        RlpReader all = new RlpReader(remote.expect(Notes.ALL));
        all.enterList();
        assertEquals(text, all.readString());
        assertEquals(5, recorder.recording().lines().size());
    }

    @Test
    void waitsFiveSecondsForAHello(ScriptedPeer remote, ManualClock clock) throws Exception {
        remote.expect(Notes.HELLO);
        remote.silence(Duration.ofMillis(4999));
        remote.advance(Duration.ofMillis(1));
        remote.expectDisconnect(DisconnectReason.PING_TIMEOUT);
        assertEquals(Notes.HELLO_TIMEOUT, clock.elapsed());
    }

    @Test
    void talksAsItUsedTo() throws Exception {
        Recording.parse(TALK).replay(new Notes());
    }

    @Test
    void talksOverRealNodes(LoopbackPair pair) throws Exception {
        pair.connect();
        pair.disconnect(DisconnectReason.REQUESTED);
        assertEquals(DisconnectReason.REQUESTED, pair.awaitEndAtSecond().reason());
    }

    /** The build says on which path it means to run them. */
    @Test
    void runsOnThePathThatIsMeant() {
        assertEquals(Boolean.getBoolean("notes.module"), Notes.class.getModule().isNamed());
        assertEquals(Boolean.getBoolean("kit.module"), ScriptedPeer.class.getModule().isNamed());
    }
}
